import { createHmac } from 'node:crypto';

export interface Draw {
  (drawn: { codeId: bigint; campaignId: number; pointsMin: number; pointsMax: number }): number;
}

const wordBytes = 4;
const wordCount = 2 ** 32;

/**
 * A number from `pointsMin` to `pointsMax`, both possible, each equally likely; decided by code and
 * campaign alone. HMAC-SHA-256 (RFC 2104) as the source: without the key nobody can tell it beforehand.
 */
export function createDraw(key: Buffer): Draw {
  return ({ codeId, campaignId, pointsMin, pointsMax }) => {
    const size = pointsMax - pointsMin + 1;
    // Words beyond the last whole multiple of the size would favour small numbers: the next one counts.
    const fairMax = wordCount - (wordCount % size);
    for (let round = 0; ; round += 1) {
      const digest = createHmac('sha256', key).update(`${codeId}:${campaignId}:${round}`).digest();
      for (let at = 0; at < digest.length; at += wordBytes) {
        const word = digest.readUInt32BE(at);
        if (word < fairMax) return pointsMin + (word % size);
      }
    }
  };
}
