/**
 * Steps on the way to the exam, each taken once: whoever clicks twice by habit is not told of the second that it cannot
 * be done now. A step that was refused can be taken again.
 */
export class Steps {
  private readonly taken = new Set<string>();

  async take(step: string, act: () => Promise<boolean>): Promise<void> {
    if (this.taken.has(step)) return;
    this.taken.add(step);
    if (!(await act())) this.taken.delete(step);
  }

  /** The seat is at another stage; there every step is new. */
  clear(): void {
    this.taken.clear();
  }
}
