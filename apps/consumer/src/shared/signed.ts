/** +10 and −10, with the sign people read as a minus. */
export function signed(points: number): string {
  return (points > 0 ? '+' : points < 0 ? '−' : '') + String(Math.abs(points));
}
