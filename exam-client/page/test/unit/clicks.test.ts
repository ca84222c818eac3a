import { describe, expect, it } from 'vitest';
import { guardClicks } from '../../src/state/keys';
import { Steps } from '../../src/state/steps';

guardClicks(window);

/** Two screens whose buttons lie at the same place: pressing the first brings the second. */
function screens(): { pressed: string[]; click: (detail: number) => void } {
  const pressed: string[] = [];
  const show = (names: string[]): void => {
    const button = document.createElement('button');
    button.addEventListener('click', () => {
      pressed.push(names[0] ?? '');
      if (names.length > 1) show(names.slice(1));
    });
    document.body.replaceChildren(button);
  };
  show(['confirm', 'pledge']);
  return { pressed, click: (detail) => document.querySelector('button')?.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true })) };
}

describe('A double click', () => {
  it('does not act on the screen that the first click brought', () => {
    const { pressed, click } = screens();
    for (const detail of [1, 2, 3]) click(detail);
    expect(pressed).toEqual(['confirm']);
    click(1);
    expect(pressed).toEqual(['confirm', 'pledge']);
  });
  it('acts twice on a button that stays', () => {
    const { pressed, click } = screens();
    click(1);
    click(1);
    click(2);
    expect(pressed).toEqual(['confirm', 'pledge', 'pledge']);
  });
  it('is none by keyboard', () => {
    const { pressed, click } = screens();
    click(0);
    click(0);
    expect(pressed).toEqual(['confirm', 'pledge']);
  });
});

describe('A step', () => {
  it('is asked for once, until it was refused or the seat went on', async () => {
    const steps = new Steps();
    const asked: string[] = [];
    let answers = true;
    const take = (step: string): Promise<void> =>
      steps.take(step, () => {
        asked.push(step);
        return Promise.resolve(answers);
      });
    await Promise.all([take('confirm'), take('confirm')]);
    await take('confirm');
    expect(asked).toEqual(['confirm']);

    answers = false;
    await take('pledge');
    await take('pledge');
    expect(asked).toEqual(['confirm', 'pledge', 'pledge']);

    steps.clear();
    await take('confirm');
    expect(asked).toEqual(['confirm', 'pledge', 'pledge', 'confirm']);
  });
});
