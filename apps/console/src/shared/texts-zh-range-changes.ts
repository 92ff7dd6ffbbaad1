/** What is said of a change before it is made: how many codes, and which. */
interface Told {
  count: string;
  serials: string;
}

/** Chinese texts of what is done to the codes of a batch or of a span of its serials. */
export const chineseRangeChanges = {
  rangeChange: {
    names: {
      activate: '激活',
      revoke: '撤回激活',
      freeze: '冻结',
      thaw: '解冻',
      void: '作废',
      product: '指定产品',
      points: '单独定分',
    },
    title: (action: string, batch: string) => `${action} · ${batch}`,
    notes: {
      activate: '激活后扫码即可积分。',
      revoke: '撤回后扫码不再积分，可以再次激活。已积的分不变。',
      freeze: '冻结期间扫码不积分，会员会看到暂停说明。随时可以解冻。',
      thaw: '解冻后回到冻结前的状态。',
      void: '作废的码永久失效，任何人都无法恢复。已积的分不变。',
      product: '只要一个号段里还没有人积过分，产品就可以改。',
      points: '单独定的分代替产品积分。只要一个号段里还没有人积过分就可以改。',
    },
    which: '哪些码',
    whole: '整批',
    part: '一段序号',
    firstSerial: '从序号',
    lastSerial: '到序号',
    spanHint: (last: string) => `序号从 0 到 ${last}，两头都算在内；留空就是从头、到尾。`,
    spanErrors: {
      notNumber: '序号要填数字',
      outside: (last: string) => `序号要在 0 到 ${last} 之间`,
      reversed: '起始序号不能大于结束序号',
    },
    whenLabel: '什么时候',
    now: '现在',
    later: '到时间自动激活',
    timeHint: '北京时间，例如 09:30',
    timeInvalid: '请选日期，并按 09:30 这样填时间',
    timePast: '这个时间已经过去了',
    product: '产品',
    productMissing: '请选择产品',
    pointsLabel: '每码积分',
    pointsHint: '1 到 1,000,000；留空恢复按产品积分',
    pointsError: '请填写 1 到 1,000,000 的整数，或留空',
    reason: '原因',
    reasonOptional: '原因（选填）',
    reasonHint: '会记进这批码的经过里，最多 200 字',
    planning: '正在核对有多少个码…',
    planFailed: '没能核对出有多少个码',
    /** The sentence of what will change. */
    will: {
      activate: ({ count, serials }: Told) => `${count} 个码立即可以积分：${serials}。`,
      schedule: ({ count, serials }: Told, moment: string) =>
        `${count} 个码将在北京时间 ${moment} 自动激活：${serials}。`,
      revoke: ({ count, serials }: Told) => `${count} 个码撤回激活，扫码不再积分：${serials}。`,
      freeze: ({ count, serials }: Told) => `${count} 个码暂停积分：${serials}。`,
      thaw: ({ count, serials }: Told) => `${count} 个码解冻：${serials}。`,
      void: ({ count, serials }: Told) => `${count} 个码永久作废：${serials}。`,
      product: ({ count, serials }: Told) => `${count} 个码改为所选产品：${serials}。`,
      points: ({ count, serials }: Told, points: string) =>
        `${count} 个码以后每码 ${points} 分：${serials}。`,
      pointsCleared: ({ count, serials }: Told) => `${count} 个码恢复按产品积分：${serials}。`,
    },
    serials: (first: string, last: string) =>
      first === last ? `序号 ${first}` : `序号 ${first} 到 ${last}`,
    andMore: (count: string) => `等共 ${count} 段`,
    between: '，',
    nothing: '这些码里没有可以这样改的。',
    /** The field of the points is empty, and so they are already. */
    pointsFirst: '请先填每码积分。',
    timeFirst: '请先填好激活的日期和时间，要晚于现在。',
    /** Codes of the span that stay as they are, or because of which nothing goes. */
    stays: ({ count, serials }: Told, reason: string) =>
      `${count} 个码不变（${reason}）：${serials}。`,
    blocks: ({ count, serials }: Told, reason: string) => `${count} 个码${reason}：${serials}。`,
    blocked: {
      blank: '请先指定产品，或把序号缩小到已有产品的一段。',
      claimed: '已经有人积过分的号段不能这样改，请把序号缩小到没有人积过分的一段。',
    },
    reasons: {
      blank: '还没有产品',
      claimed: '所在号段已有人积分',
      same: '本来就是这样',
      state: (state: string) => `是「${state}」状态`,
    },
    tooManyRanges: '号段太多，没有全部核对；以服务器的答复为准。',
    claimedNote: (count: string) => `其中 ${count} 个已积分，积分不变。`,
    claimedMaybe: '其中可能有已积分的，积分不变。',
    claimedMayRefuse: '所在的号段里有人积过分；要是正好落在这些序号里，服务器会拒绝，什么都不改。',
    next: '下一步',
    backStep: '上一步',
    confirm: (action: string, count: string) => `${action} ${count} 个码`,
    voidTitle: '最后确认：永久作废',
    voidText: (count: string) => `${count} 个码将永久失效，无法撤销。`,
    voidType: (count: string) => `请输入要作废的个数 ${count}`,
    voidMismatch: '个数不符',
    done: (action: string, count: string) => `已${action} ${count} 个码`,
    conflictTitle: '没有改成，您填写的都还在',
    conflictLatest: (who: string, when: string, what: string) =>
      `最近一次改动：${who} 在 ${when} ${what}。`,
    conflictNow: '下面是按现在的状态重新核对的结果：',
  },
};
