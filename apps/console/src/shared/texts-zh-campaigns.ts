/** The parts of a campaign in words, for the sentence that tells it. */
export interface CampaignPhrases {
  start: string;
  end: string;
  regions: string;
  kinds: string;
  products: string;
  batches: string;
  occasion: string;
  effect: string;
  daily: string;
  total: string;
  budget: string;
  after: string;
  position: string;
}

/** Which of the parts narrow anything; the others need no words. */
export type CampaignBounds = Record<
  'regions' | 'batches' | 'occasion' | 'daily' | 'total',
  boolean
>;

/** Chinese texts of campaigns: the list, the sentence, the editor. */
export const chineseCampaigns = {
  campaigns: {
    title: '积分活动',
    intro: '在一段时间里，让一部分扫码多得积分。',
    create: '新建活动',
    calendar: '日历',
    dryRun: '试算',
    number: (id: number) => `活动 #${id}`,
    searchHint: '搜索活动名称',
    readOnly: '操作员可以查看和试算；新建、修改、启动和结束活动由管理员操作。',
    readOnlyShort: '仅管理员可操作',
    name: '活动',
    state: '状态',
    states: { draft: '草稿', running: '已启动', paused: '已暂停', ended: '已结束' },
    stages: {
      draft: '草稿',
      scheduled: '待开始',
      running: '进行中',
      paused: '已暂停',
      over: '已过期',
      ended: '已结束',
    },
    window: '活动时间',
    spent: '已送出 / 预算',
    spentOnly: '已送出',
    left: '预算还剩',
    noBudget: '不限预算',
    applied: '参与次数',
    position: '叠加顺序',
    sorts: { newest: '最新创建', startsAt: '开始时间', position: '叠加顺序' },
    empty: '还没有积分活动。新建一个，先存为草稿，试算满意后再启动。',
    start: '启动',
    resume: '恢复',
    pause: '暂停',
    end: '结束',
    copy: '复制',
    copySuffix: '（副本）',
    startTitle: (name: string) => `启动「${name}」？`,
    startText: '启动后，在活动时间内扫码立即按它计分。',
    isOver: (name: string) => `「${name}」的结束时间已过，请先修改时间再启动`,
    pauseTitle: (name: string) => `暂停「${name}」？`,
    pauseText: '暂停期间扫码不再参加这个活动；已送出的积分不变，随时可以恢复。',
    resumeTitle: (name: string) => `恢复「${name}」？`,
    endTitle: (name: string) => `结束「${name}」？`,
    endText: '结束后不能再启动，也不能再修改，此操作无法撤销。已送出的积分不变。',
    deleteTitle: (name: string) => `删除草稿「${name}」？`,
    deleteText: '删除后不能恢复。',
    deleted: (name: string) => `草稿「${name}」已删除`,
    stateDone: {
      running: (name: string) => `「${name}」已启动`,
      paused: (name: string) => `「${name}」已暂停`,
      ended: (name: string) => `「${name}」已结束`,
    },
    backToList: '返回活动列表',
    history: '修改记录',
    historyHint: '谁在什么时候新建、修改、启动或结束过活动，都记在操作日志里。',
    historyLinks: { edit: '修改', state: '启动、暂停与结束' },
    factors: '计分方式',
    unit: '分',
    timesUnit: '次',
    leftDays: (days: number) => `还有 ${days} 天结束`,
    startsInDays: (days: number) => `还有 ${days} 天开始`,
  },
  campaignWords: {
    blank: '＿＿',
    comma: '、',
    more: (shown: string, count: number) => `${shown}等 ${count} 项`,
    quote: (name: string) => `「${name}」`,
    everywhere: '全国各地',
    anyKind: '会员',
    kinds: { consumer: '消费者', chef: '厨师' },
    anyProduct: '任意产品',
    anyBatch: '任意批次',
    batch: (batch: string) => `批次 #${batch}`,
    batchSerials: (batch: string, first: string, last: string) =>
      `批次 #${batch} 的序号 ${first} 到 ${last}`,
    batchFrom: (batch: string, first: string) => `批次 #${batch} 的序号 ${first} 起`,
    batchUpTo: (batch: string, last: string) => `批次 #${batch} 到序号 ${last} 为止`,
    occasions: {
      any: '每次扫码',
      firstOfDay: '每天第一次扫码',
      firstOfProduct: '首次扫这种产品',
      firstEver: '有生第一次扫码',
    },
    multiply: (factor: string) => `变为 ${factor} 倍`,
    add: (points: string) => `多得 ${points} 分`,
    fixed: (points: string) => `固定为 ${points} 分`,
    random: (least: string, most: string) => `随机多得 ${least} 到 ${most} 分`,
    times: (count: string) => `最多 ${count} 次`,
    anyTimes: '不限次数',
    budget: (points: string) => `最多送出 ${points} 分`,
    anyBudget: '不限预算',
    isLast: '之后不再叠加其他活动',
    isNotLast: '之后还可以叠加其他活动',
    position: (position: string) => `顺序号 ${position}`,
    sentence: (said: CampaignPhrases, bounds: CampaignBounds) => {
      const place = bounds.regions ? `${said.regions}的` : '';
      const batches = bounds.batches ? `（限${said.batches}）` : '';
      const occasion = bounds.occasion ? `，${said.occasion}时` : '，每次';
      const times = [
        ...(bounds.daily ? [`每天${said.daily}`] : []),
        ...(bounds.total ? [`总共${said.total}`] : []),
      ];
      return [
        `从 ${said.start} 到 ${said.end}，${place}${said.kinds}扫${said.products}的码${batches}${occasion}积分${said.effect}`,
        times.length > 0 ? `每人${times.join('，')}` : '每人不限次数',
        `活动${said.budget}`,
        `${said.after}。`,
      ].join('；');
    },
  },
  campaignEditor: {
    /** `{slot}` stands for the control of that part. */
    template:
      '从 {start} 到 {end}，{regions} 的 {kinds} 扫 {products} 的码（{batches}），{occasion}，积分 {effect}；每人每天 {daily}，总共 {total}；活动 {budget}；{after}。几个活动同时适用时，按顺序号从小到大计算，这个活动是 {position}。',
    nameLabel: '活动名称',
    nameHint: '会员在积分说明里会看到它，例如「五一双倍」。最多 40 字。',
    rule: '活动规则',
    ruleHint: '点开带下划线的词修改。时间都是北京时间。',
    readBack: '读一遍',
    done: '完成',
    labels: {
      start: '开始时间',
      end: '结束时间',
      regions: '会员所在地区',
      kinds: '会员类型',
      products: '产品',
      batches: '批次',
      occasion: '哪一次扫码',
      effect: '积分怎么算',
      daily: '每人每天次数',
      total: '每人总次数',
      budget: '活动预算',
      after: '叠加',
      position: '叠加顺序',
    },
    day: '日期',
    time: '时间',
    timeHint: '例如 00:00；一天结束写 24:00',
    regionsHint: '按会员资料里的地区；选省即包括全省。都不选：全国各地。',
    productsHint: '最多 200 种；都不选：任意产品。',
    batchesHint: '序号从 0 开始，两头都算在内；留空表示整批。一个批次都不加：任意批次。',
    addBatch: '添加批次',
    firstSerial: '起始序号',
    lastSerial: '结束序号',
    occasionHints: {
      any: '每扫一个码都算',
      firstOfDay: '会员当天（北京时间）第一个积分的码',
      firstOfProduct: '会员第一次扫这种产品',
      firstEver: '会员第一次扫码积分，适合拉新',
    },
    effects: {
      multiply: '变为几倍',
      add: '多得固定分数',
      fixed: '固定为多少分',
      random: '随机多得',
    },
    factor: '倍数',
    factorHint: '1.01 到 100，最多两位小数；不足 1 分的部分舍去',
    points: '分数',
    pointsHint: '1 到 1,000,000',
    pointsMin: '最少',
    pointsMax: '最多',
    fixedHint: '代替之前算出的分数',
    randomHint: '每个码只抽一次，两头都可能抽到',
    limitHint: '留空：不限',
    timesUnit: '次',
    pointsUnit: '分',
    positionHint: '1 到 1,000，数字小的先算；相同则先建的先算',
    budgetHint: '比没有活动时多送的积分合计；送完即停。留空：不限',
    errors: {
      name: '请填写活动名称',
      moment: '请选择日期，时间写成 08:30 的样子',
      order: '结束要晚于开始',
      batches: '请选择批次，起始序号不能大于结束序号',
      factor: '请填写 1.01 到 100，最多两位小数',
      points: '请填写 1 到 1,000,000 的整数',
      span: '最少不能大于最多',
      times: '请填写 1 到 1,000,000 的整数，或留空',
      budget: '请填写 1 到 1,000,000,000,000 的整数，或留空',
      budgetSpent: '不能少于已经送出的积分',
      position: '请填写 1 到 1,000 的整数',
    },
    saveDraft: '保存草稿',
    saveAndStart: '保存并启动',
    saveAndTry: '保存并试算',
    tryIt: '试算',
    draftSaved: '草稿已保存',
    runningNote: '活动已启动：保存后，之后的扫码立即按新规则计分，已送出的积分不变。',
    endedNote: '活动已结束，不能再修改。可以复制为新的草稿。',
    conflictTitle: '别人刚刚也保存了这个活动',
    conflictText: '您填的内容都还在。请对照两个版本：',
    conflictMine: '我的',
    conflictTheirs: '对方的',
    conflictChanged: (fields: string) => `对方改动了：${fields}`,
    conflictNothing: '对方没有改动内容（只是启动、暂停或送出了积分）。',
    overwrite: '用我的内容保存',
    takeTheirs: '放弃我的，看对方的',
  },
};
