import type { BodyOf, MemberKind } from '@mashang/contract';
import { cleanLine } from '../../../platform/clean-text.ts';
import { fieldEmpty } from './errors.ts';

/** What a clerk keeps of a member, as the table takes it. */
export interface MemberFields {
  name: string;
  kind: MemberKind;
  shopName: string;
  regionCode: string | null;
  tags: string[];
  remark: string;
}

/** Throws bad_request for a name nobody can see. The region is checked by whoever writes it. */
export function cleanMemberFields(body: BodyOf<'PUT /api/hq/members/:memberId'>): MemberFields {
  const name = cleanLine(body.name);
  if (name === '') throw fieldEmpty('name', '姓名');
  return {
    name,
    kind: body.kind,
    shopName: cleanLine(body.shopName),
    regionCode: body.regionCode,
    tags: cleanTags(body.tags),
    remark: cleanNote(body.remark),
  };
}

/** Every tag once, in the order given; empty ones are dropped. */
export function cleanTags(tags: string[]): string[] {
  return [...new Set(tags.map(cleanLine))].filter((tag) => tag !== '');
}

/** As `cleanLine`, but lines stay lines. */
export function cleanNote(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(cleanLine)
    .join('\n')
    .trim();
}
