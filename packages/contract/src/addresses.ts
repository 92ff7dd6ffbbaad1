import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Empty, Id, line, Mobile, RegionCode, strictObject } from './common.ts';

/** Where a gift goes: who takes it, on which number, where. */
export const AddressFields = {
  recipient: line(40),
  mobile: Mobile,
  /** A county, or a city that has none. */
  regionCode: RegionCode,
  /** Street, house, room. */
  detail: line(120),
};

export const Address = strictObject({
  addressId: Id,
  recipient: Type.String(),
  mobile: Type.String(),
  regionCode: Type.String(),
  detail: Type.String(),
  isDefault: Type.Boolean(),
});
export type Address = Static<typeof Address>;

const addressParams = strictObject({ addressId: Id });
const addressBody = strictObject({ ...AddressFields, isDefault: Type.Boolean() });

export const addressOperations = {
  'GET /api/me/addresses': {
    summary: 'Own address book, the default first; at most 20',
    access: 'member',
    reply: strictObject({ addresses: Type.Array(Address) }),
  },
  'POST /api/me/addresses': {
    summary: 'Add an address; the first one becomes the default',
    access: 'member',
    body: addressBody,
    reply: Address,
  },
  'PUT /api/me/addresses/:addressId': {
    summary: 'Change an address; redemptions made before keep the one they were made with',
    access: 'member',
    params: addressParams,
    body: addressBody,
    reply: Address,
  },
  'DELETE /api/me/addresses/:addressId': {
    summary: 'Forget an address',
    access: 'member',
    params: addressParams,
    reply: Empty,
  },
} as const;
