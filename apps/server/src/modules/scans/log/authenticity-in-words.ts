import type { Authenticity } from '@mashang/contract';
import { regionName } from '@mashang/contract/region-tree';
import { authenticityTexts } from '../../../texts-authenticity.ts';
import type { Language } from '../../../texts.ts';
import type { CodeKnowledge } from './judge-authenticity.ts';

/** What is known of a code, said so that a cook understands it and nobody is frightened in vain. */
export function authenticityInWords(knowledge: CodeKnowledge, language: Language): Authenticity {
  const { verdict, batchId, firstScannedAt, firstProvince, scans, people, isActivated } = knowledge;
  const province = firstProvince === null ? null : regionName(firstProvince);
  const said = authenticityTexts[language];
  const words =
    verdict === 'first' || firstScannedAt === null
      ? said.first(isActivated)
      : said[verdict]({ at: firstScannedAt, province, scans, people, isActivated });
  return {
    verdict,
    batchId,
    firstScannedAt: firstScannedAt?.toISOString() ?? null,
    firstProvince: province,
    scans,
    people,
    ...words,
  };
}
