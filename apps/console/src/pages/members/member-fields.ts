import type { BodyOf, MemberDetail } from '@mashang/contract';

export type MemberFields = BodyOf<'PUT /api/hq/members/:memberId'>;

export const fieldMax = { name: 40, shopName: 60, remark: 500, tag: 20, tags: 20 } as const;

/** What the form starts with: the member as they are, or nothing. */
export function fieldsOf(member: MemberDetail | null): MemberFields {
  if (!member) {
    return { name: '', kind: 'consumer', shopName: '', regionCode: null, tags: [], remark: '' };
  }
  const { name, kind, shopName, regionCode, tags, remark } = member;
  return { name, kind, shopName, regionCode, tags: [...tags], remark };
}

/** The fields as they are sent: trimmed, tags without doubles and empty ones. */
export function cleanFields(fields: MemberFields): MemberFields {
  const tags = fields.tags.map((tag) => [...tag.trim()].slice(0, fieldMax.tag).join(''));
  return {
    name: fields.name.trim(),
    kind: fields.kind,
    shopName: fields.shopName.trim(),
    regionCode: fields.regionCode ?? null,
    tags: [...new Set(tags)].filter((tag) => tag !== '').slice(0, fieldMax.tags),
    remark: fields.remark.trim(),
  };
}
