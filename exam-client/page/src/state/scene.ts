/** What the page asks the seat to keep for it (seat-page.md section 8). */
export interface Scene {
  version: 1;
  begun: boolean;
  language: 'zh' | 'en';
  both: boolean;
  display: { zoom: number; scheme: string; spacing: string; timer: boolean };
  place: number;
  step: string;
  flagged: number[];
  struck: Record<string, Record<string, string[]>>;
  marks: Record<string, [number, number, number, string][]>;
  scratch: string;
  tools: string[];
}

/** Zoom in per cent. */
export const ZOOMS = [100, 125, 150, 175, 200, 250, 300, 400] as const;
export const SCHEMES = ['light', 'warm', 'dark', 'contrast', 'ink'] as const;
export const SPACINGS = ['normal', 'wide', 'wider'] as const;
export const TOOLS = ['eliminator', 'highlighter', 'reader', 'scratch', 'calculator', 'navigator'] as const;
export const SCRATCH_MOST = 20_000;

/** A page nobody has used yet. */
export function freshScene(): Scene {
  return {
    version: 1, begun: false, language: 'zh', both: false, display: { zoom: 100, scheme: 'light', spacing: 'normal', timer: true }, place: 0, step: '', flagged: [], struck: {}, marks: {}, scratch: '',
    tools: ['navigator'],
  };
}

/** Reads a scene that was kept; one of another version or shape is dropped (8.2). */
export function readScene(kept: unknown): Scene | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const scene = kept as Scene;
  const fits =
    scene.version === 1 &&
    typeof scene.begun === 'boolean' &&
    (scene.language === 'zh' || scene.language === 'en') &&
    typeof scene.both === 'boolean' &&
    typeof scene.display === 'object' && scene.display !== null &&
    (ZOOMS as readonly number[]).includes(scene.display.zoom) &&
    (SCHEMES as readonly string[]).includes(scene.display.scheme) &&
    (SPACINGS as readonly string[]).includes(scene.display.spacing) &&
    typeof scene.display.timer === 'boolean' &&
    Number.isInteger(scene.place) &&
    typeof scene.step === 'string' &&
    Array.isArray(scene.flagged) && scene.flagged.every(Number.isInteger) &&
    isRecord(scene.struck) && isRecord(scene.marks) &&
    typeof scene.scratch === 'string' && scene.scratch.length <= SCRATCH_MOST &&
    Array.isArray(scene.tools);
  return fits ? { ...freshScene(), ...scene } : null;
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
