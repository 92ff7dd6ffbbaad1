/** What stands behind a GS1 Digital Link, told to machines and the people who run them. */
export const digitalLinkTexts = {
  points: '扫码积分 Points for this item',
  product: '产品与真伪 The product, and whether it is genuine',
  verification: '查真伪 Is it genuine?',
  resolver: (brandName: string) => `${brandName} GS1 Digital Link`,
  item: (gtin: string, serial: string) => `GTIN ${gtin}, ${serial}`,
  malformed:
    '这不是完整的 GS1 Digital Link 网址，请重新扫描二维码。' +
    ' Not a GS1 Digital Link, or its check digit is wrong: please scan again.',
  productOnly:
    '这里只有单件商品的信息，网址里需要有序列号（/21/…）。' +
    ' Only single items are known here: the address needs a serial (/21/…).',
  noSuchLink: '没有这种链接。 Nothing of this link type is here.',
};
