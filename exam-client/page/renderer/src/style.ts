/** Styles authors may set: how text looks and how large things are, never where they lie over others or what they fetch. */

const ALLOWED = new Set([
  'text-align', 'text-align-last', 'text-decoration', 'text-decoration-line', 'text-decoration-style', 'text-indent', 'text-transform',
  'font-style', 'font-weight', 'font-variant', 'font-size', 'line-height', 'letter-spacing', 'word-spacing', 'white-space', 'white-space-collapse', 'text-wrap-mode',
  'vertical-align', 'width', 'height', 'min-width', 'max-width', 'min-height', 'margin-top', 'margin-right', 'margin-bottom', 'margin-left',
  'padding-top', 'padding-right', 'padding-bottom', 'padding-left', 'border-collapse', 'border-spacing', 'list-style-type', 'float', 'clear',
  'border-top-width', 'border-right-width', 'border-bottom-width', 'border-left-width',
  'border-top-style', 'border-right-style', 'border-bottom-style', 'border-left-style', 'caption-side', 'writing-mode', 'text-emphasis', 'text-emphasis-style', 'ruby-position',
  'fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'fill-opacity', 'stroke-opacity', 'fill-rule', 'text-anchor',
  'dominant-baseline', 'font-family', 'marker-start', 'marker-mid', 'marker-end', 'stop-color', 'stop-opacity', 'clip-path', 'mask', 'filter',
]);

/** Colours an author chose are kept aside: they are shown in the ordinary scheme only (style.css). */
const COLOURS: Record<string, string> = { color: '--authored-colour', 'background-color': '--authored-ground' };

const LENGTHS = /^(-?\d+(?:\.\d+)?)px$/;

/** Carries over what is allowed of a declaration block. Pixels become rem, so that they grow with the text. */
export function carryStyle(from: CSSStyleDeclaration, to: CSSStyleDeclaration, isGraphic: boolean): void {
  for (let index = 0; index < from.length; index++) {
    const name = from.item(index);
    const value = from.getPropertyValue(name);
    if (/url\((?!["']?#)|image-set|expression|src\(/i.test(value)) continue;
    const aside = isGraphic ? undefined : COLOURS[name];
    if (aside) {
      to.setProperty(aside, value);
    } else if (ALLOWED.has(name) || (isGraphic && name === 'color')) {
      const pixels = LENGTHS.exec(value);
      to.setProperty(name, pixels && !isGraphic ? `${Number(pixels[1]) / 16}rem` : value);
    }
  }
}

/** Reads a `style` attribute without ever setting one. */
export function styleOf(text: string): CSSStyleDeclaration {
  const probe = document.createElement('span');
  probe.style.cssText = text;
  return probe.style;
}

/** An author's stylesheet, cut down to what is allowed and to one item's body; null where nothing is left. */
export function scopedSheet(css: string, scope: string): CSSStyleSheet | null {
  const read = new CSSStyleSheet();
  read.replaceSync(css);
  const rules: string[] = [];
  for (const rule of Array.from(read.cssRules)) {
    if (!(rule instanceof CSSStyleRule)) continue;
    const probe = document.createElement('span');
    carryStyle(rule.style, probe.style, false);
    if (probe.style.length > 0) rules.push(`${authored(rule.selectorText)} { ${probe.style.cssText} }`);
  }
  if (rules.length === 0) return null;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@scope (${scope}) { ${rules.join('\n')} }`);
  return sheet;
}

/** Class names of authors carry a prefix in the page (content.ts), so their selectors do too. */
function authored(selector: string): string {
  return selector.replace(/\.([A-Za-z_][\w-]*)/g, (all, name: string) => (/^(qti-|gongyuan-)/.test(name) ? all : `.by-${name}`));
}
