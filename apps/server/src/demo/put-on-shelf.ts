/** A bottle of the simulator's shelf: `text` is what its printed QR says. */
export interface Bottle {
  label: string;
  text: string;
  note: string;
}

const timeoutMs = 5_000;

/** Replaces the bottles on the simulator's shelf. Throws when it does not answer. */
export async function putOnShelf(simulatorUrl: string, bottles: Bottle[]): Promise<void> {
  const response = await fetch(`${simulatorUrl}/simulator/shelf`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ bottles }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`the simulator's shelf answered ${response.status}`);
}
