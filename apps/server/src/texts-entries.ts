/** How a movement of points is told, to members and to head office. */
export const entryTexts = {
  zh: {
    base: (points: number) => `基础 ${points} 分`,
    redeemed: (name: string, quantity: number) => `兑换 ${name} × ${quantity}`,
    returned: (name: string, quantity: number) => `退回 ${name} × ${quantity}`,
    adjusted: (reason: string) => `调整：${reason}`,
    steps: {
      scanned: '扫码',
      product: '产品',
      rule: '规则',
      redeemed: '兑换',
      returned: '退回',
      gift: '礼品',
      price: '数量 × 单价',
      adjusted: '调整',
      reason: '原因',
    },
    price: (quantity: number, points: number) => `${quantity} × ${points} 分`,
  },
  en: {
    base: (points: number) => `Base ${points} points`,
    redeemed: (name: string, quantity: number) => `Redeemed: ${name} × ${quantity}`,
    returned: (name: string, quantity: number) => `Returned: ${name} × ${quantity}`,
    adjusted: (reason: string) => `Adjusted: ${reason}`,
    steps: {
      scanned: 'Scanned',
      product: 'Product',
      rule: 'Rule',
      redeemed: 'Redeemed',
      returned: 'Returned',
      gift: 'Gift',
      price: 'Quantity × price',
      adjusted: 'Adjusted',
      reason: 'Reason',
    },
    price: (quantity: number, points: number) => `${quantity} × ${points} points`,
  },
};
