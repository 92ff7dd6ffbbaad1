import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { addGift, changeGiftState } from '../modules/gifts/index.ts';
import { addAddress, listAddresses } from '../modules/members/index.ts';
import { storePicture } from '../modules/pictures/index.ts';
import {
  approveRedemption,
  receiveRedemption,
  redeemGift,
  rejectRedemption,
  shipRedemption,
} from '../modules/redemptions/index.ts';
import type { Db, Tx } from '../platform/database.ts';
import { demoPeople, type DemoPerson } from './demo-people.ts';
import { drawGift, type GiftDrawing } from './gift-drawings.ts';
import { historyStart, type Happening } from './live-through-a-month.ts';
import type { DemoDependencies } from './load-demo-data.ts';

interface DemoGift {
  drawing: GiftDrawing;
  name: string;
  pointsPrice: number;
  stock: number;
  limitPerMember: number | null;
  description: string;
}

const demoGifts: DemoGift[] = [
  {
    drawing: 'pot',
    name: '不锈钢汤锅 28cm',
    pointsPrice: 300,
    stock: 20,
    limitPerMember: 1,
    description: '<p>304 不锈钢，三层复底，明火电磁炉都能用。</p><ul><li>容量 8 升</li></ul>',
  },
  {
    drawing: 'knife',
    name: '厨师刀 8 寸',
    pointsPrice: 180,
    stock: 35,
    limitPerMember: 2,
    description: '<p>三合钢锻打，<strong>出厂已开刃</strong>，请小心拆封。</p>',
  },
  {
    drawing: 'apron',
    name: '品牌围裙',
    pointsPrice: 60,
    stock: 200,
    limitPerMember: null,
    description: '<p>加厚帆布，可机洗。</p>',
  },
  {
    drawing: 'cup',
    name: '保温杯 500ml',
    pointsPrice: 90,
    stock: 0,
    limitPerMember: null,
    description: '<p>316 内胆，保温 12 小时。</p>',
  },
  {
    drawing: 'voucher',
    name: '20 元调味品券',
    pointsPrice: 30,
    stock: 1000,
    limitPerMember: 5,
    description: '<p>在任意门店购买本品牌调味品时抵用。</p>',
  },
];

const minuteMs = 60_000;

/** In the last hours of the month, in the order of time. */
const demoOrders = [
  { person: 0, gift: 2, end: 'received' },
  { person: 0, gift: 4, end: 'shipped' },
  { person: 3, gift: 2, end: 'approved' },
  { person: 6, gift: 4, end: 'rejected' },
  { person: 0, gift: 4, end: 'applied' },
  { person: 9, gift: 2, end: 'applied' },
  { person: 12, gift: 4, end: 'applied' },
] as const;

/** Five gifts on sale, and what people will redeem: every state that a clerk has to do with. */
export async function offerGifts(dependencies: DemoDependencies, now: Date): Promise<Happening[]> {
  const { db } = dependencies;
  const giftIds: number[] = [];
  // All drawings first: once pictures are taken in, the image library reads no SVG any more.
  const drawings = await Promise.all(
    demoGifts.map(({ drawing }) =>
      sharp(Buffer.from(drawGift(drawing)))
        .png()
        .toBuffer(),
    ),
  );
  for (const [index, gift] of demoGifts.entries()) {
    giftIds.push(await addDemoGift(db, gift, drawings[index] as Buffer, historyStart(now)));
  }
  return demoOrders.map(({ person, gift, end }, index) => {
    const at = new Date(now.getTime() - (demoOrders.length - index) * 90 * minuteMs);
    return {
      at,
      happen: async (memberIds) => {
        const order = {
          ...{ memberId: memberIds[person] ?? 0, person, giftId: giftIds[gift] ?? 0, end },
          ...{ pointsPrice: demoGifts[gift]?.pointsPrice ?? 0, now: at },
        };
        await db.transaction().execute((tx) => redeemAndMove(tx, dependencies, order));
      },
    };
  });
}

async function addDemoGift(db: Db, gift: DemoGift, png: Buffer, now: Date): Promise<number> {
  const { pictureId } = await storePicture(db, png, now);
  return db.transaction().execute(async (tx) => {
    const giftId = await addGift(tx, {
      ...gift,
      descriptionHtml: gift.description,
      pictureIds: [pictureId],
      sortOrder: 100,
      staffId: null,
      now,
    });
    await changeGiftState(tx, { giftId, state: 'onSale', now });
    return giftId;
  });
}

interface DemoOrder {
  memberId: number;
  person: number;
  giftId: number;
  pointsPrice: number;
  end: 'applied' | 'approved' | 'shipped' | 'received' | 'rejected';
  now: Date;
}

async function redeemAndMove(tx: Tx, dependencies: DemoDependencies, order: DemoOrder) {
  const { memberId, end, now } = order;
  const person = demoPeople()[order.person];
  if (!person) throw new Error('nobody of that number');
  const addressId = await addressOf(tx, dependencies, order, person);
  const redemptionId = await redeemGift(tx, dependencies, {
    ...order,
    attemptId: randomUUID(),
    quantity: 1,
    addressId,
    note: '',
  });
  const move = { redemptionId, by: { memberId } };
  const at = (minutes: number) => ({ ...move, now: new Date(now.getTime() + minutes * minuteMs) });
  if (end === 'rejected') {
    await rejectRedemption(tx, dependencies, { ...at(1), reason: '地址不在配送范围内' });
  }
  if (end === 'applied' || end === 'rejected') return;
  await approveRedemption(tx, dependencies, at(10));
  if (end === 'approved') return;
  await shipRedemption(tx, dependencies, {
    ...at(30),
    carrier: '顺丰速运',
    trackingNumber: `SF15411110${String(redemptionId).padStart(4, '0')}`,
  });
  if (end === 'received') await receiveRedemption(tx, dependencies, at(60));
}

/** Everybody has one address, however many gifts go there. */
async function addressOf(
  tx: Tx,
  { masterKey }: DemoDependencies,
  { memberId, now, ...order }: DemoOrder,
  person: DemoPerson,
): Promise<number> {
  const [known] = await listAddresses(tx, masterKey, memberId);
  if (known) return known.addressId;
  const address = {
    recipient: person.name,
    mobile: person.mobile,
    regionCode: person.regionCode,
    detail: `人民路 ${order.person + 1} 号${person.shopName}`,
  };
  const added = await addAddress(tx, { masterKey, now }, { memberId, address, isDefault: true });
  return added.addressId;
}
