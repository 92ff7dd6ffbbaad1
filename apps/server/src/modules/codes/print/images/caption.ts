/** Text under a code, in lines: groups of symbols are never broken. */
export interface Caption {
  lines: string[];
  /** Font size (em), in the unit of the width that was given. */
  size: number;
  /** All lines together, in the same unit. */
  height: number;
}

/** Width of a character of a typewriter font such as Courier, in em. */
export const characterWidth = 0.6;

/** From one line to the next, in em. */
export const lineHeight = 1.15;

/**
 * The groups of a code as a caption of at most `sizeMax` em, in one line if that leaves letters of
 * at least `sizeGood`, else in two.
 */
export function fitCaption(
  groups: string,
  { width, sizeGood, sizeMax }: { width: number; sizeGood: number; sizeMax: number },
): Caption {
  const sizeOf = (lines: string[]) =>
    Math.min(sizeMax, width / (characterWidth * Math.max(...lines.map((line) => line.length))));
  const one = [groups];
  const lines = sizeOf(one) >= sizeGood ? one : twoLines(groups);
  const size = sizeOf(lines);
  return { lines, size, height: lines.length * size * lineHeight };
}

/** Broken where the longer line is shortest. */
function twoLines(text: string): string[] {
  const groups = text.split(' ');
  const breaks = groups
    .slice(1)
    .map((_group, index) => [
      groups.slice(0, index + 1).join(' '),
      groups.slice(index + 1).join(' '),
    ]);
  const longest = (lines: string[]) => Math.max(...lines.map((line) => line.length));
  return breaks.sort((one, other) => longest(one) - longest(other))[0] ?? [text];
}
