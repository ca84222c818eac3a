import type { Facets } from '../bridge/facets';

/** Minutes at which a candidate is told how much is left (5.3). */
export const WARNINGS = [15, 5, 1] as const;

/** Time as the page counts it between two words of the seat, on a clock that cannot be set (5.1). */
export class Countdown {
  private time: Facets['time'] = { state: 'none', left: 0, now: 0, zone: 0 };
  private heard = 0;
  private told = new Set<number>();

  constructor(private readonly elapsed: () => number) {}

  /** Takes what the seat says. Warnings that lie ahead again will be given again. */
  hear(time: Facets['time']): void {
    this.time = time;
    this.heard = this.elapsed();
    for (const minutes of WARNINGS) if (time.left > minutes * 60_000) this.told.delete(minutes);
  }

  state(): Facets['time']['state'] {
    return this.time.state === 'running' && this.left() === 0 ? 'over' : this.time.state;
  }

  /** Milliseconds left. */
  left(): number {
    if (this.time.state !== 'running') return this.time.left;
    return Math.max(0, this.time.left - (this.elapsed() - this.heard));
  }

  /** The server's time now, or 0 while it is not known. */
  now(): number {
    return this.time.now === 0 ? 0 : this.time.now + (this.elapsed() - this.heard);
  }

  /** A warning that is due and was not given, in minutes. Warnings passed over are not given late. */
  due(): number | null {
    if (this.time.state !== 'running') return null;
    const left = this.left();
    if (left === 0) return null;
    const passed = WARNINGS.filter((minutes) => left <= minutes * 60_000 && !this.told.has(minutes));
    const nearest = passed[passed.length - 1];
    for (const minutes of passed) this.told.add(minutes);
    // The seat restarted in the last minutes: say it only if it is still about that much.
    return nearest !== undefined && left > nearest * 60_000 - 10_000 ? nearest : null;
  }

  /** An instant of the server as a time of day at this centre. */
  clock(at: number, withSeconds = true): string {
    return clockOf(at, this.time.zone, withSeconds);
  }
}

/** An instant as time of day, `zone` minutes east of UTC. */
export function clockOf(at: number, zone: number, withSeconds = true): string {
  const seconds = Math.floor(at / 1000) + zone * 60;
  const part = (value: number): string => String(((value % 60) + 60) % 60).padStart(2, '0');
  const hour = String((((Math.floor(seconds / 3600) % 24) + 24) % 24)).padStart(2, '0');
  return `${hour}:${part(Math.floor(seconds / 60))}${withSeconds ? `:${part(seconds)}` : ''}`;
}

/** A duration as h:mm:ss, rounded up so that 0:00:00 is shown only when time is over. */
export function span(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
