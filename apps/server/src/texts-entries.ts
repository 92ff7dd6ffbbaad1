/** How a movement of points is told, to members and to head office. */
export const entryTexts = {
  zh: {
    base: (points: number) => `基础 ${points} 分`,
    rangeBase: (points: number) => `本批基础 ${points} 分`,
    chain: {
      base: (points: number) => `基础${points}`,
      rangeBase: (points: number) => `本批基础${points}`,
      fixed: (name: string, points: number) => `固定${points}（${name}）`,
      add: (name: string, points: number) => `${apart(name)}${points}`,
      random: (name: string, points: number) => `${name}(随机)${points}`,
    },
    step: {
      multiply: (name: string, factor: string) => `${name}：× ${factor}`,
      add: (name: string, points: number) => `${name}：+${points} 分`,
      fixed: (name: string, points: number) => `${name}：固定 ${points} 分`,
      random: (name: string, points: number) => `${name}：随机 +${points} 分`,
      after: (text: string, points: number) => `${text}，共 ${points} 分`,
    },
    redeemed: (name: string, quantity: number) => `兑换 ${name} × ${quantity}`,
    returned: (name: string, quantity: number) => `退回 ${name} × ${quantity}`,
    adjusted: (reason: string) => `调整：${reason}`,
    steps: {
      scanned: '扫码',
      product: '产品',
      rule: '规则',
      campaign: '活动',
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
    rangeBase: (points: number) => `Base of this batch ${points} points`,
    chain: {
      base: (points: number) => `Base ${points}`,
      rangeBase: (points: number) => `Base of this batch ${points}`,
      fixed: (name: string, points: number) => `Fixed ${points} (${name})`,
      add: (name: string, points: number) => `${name} ${points}`,
      random: (name: string, points: number) => `${name} (random) ${points}`,
    },
    step: {
      multiply: (name: string, factor: string) => `${name}: × ${factor}`,
      add: (name: string, points: number) => `${name}: +${points} points`,
      fixed: (name: string, points: number) => `${name}: fixed ${points} points`,
      random: (name: string, points: number) => `${name}: random +${points} points`,
      after: (text: string, points: number) => `${text}, ${points} points in all`,
    },
    redeemed: (name: string, quantity: number) => `Redeemed: ${name} × ${quantity}`,
    returned: (name: string, quantity: number) => `Returned: ${name} × ${quantity}`,
    adjusted: (reason: string) => `Adjusted: ${reason}`,
    steps: {
      scanned: 'Scanned',
      product: 'Product',
      rule: 'Rule',
      campaign: 'Campaign',
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

/** 「第2波」 and 5 points must not read as 25. */
function apart(name: string): string {
  return /\d$/.test(name) ? `${name} ` : name;
}
