import type { MemberKind } from '@mashang/contract';

export interface DemoPerson {
  /** Of the unassigned 154 prefix: nobody's telephone rings. */
  mobile: string;
  name: string;
  kind: MemberKind;
  shopName: string;
  /** GB/T 2260, a county. */
  regionCode: string;
  /** Bottles scanned in a month. */
  bottles: number;
}

const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙'];
const givenNames = ['建国', '秀英', '海燕', '志强', '桂芳', '晓东', '丽', '军', '敏', '伟', '芳'];
const kitchens = [
  '老灶台',
  '江南小厨',
  '福满楼',
  '大江渔馆',
  '川味坊',
  '粤点轩',
  '鲁菜馆',
  '四季鲜',
];
/** Where the brand sells, the most important first. */
const counties = [
  '320505',
  '310115',
  '330106',
  '440106',
  '510107',
  '370202',
  '320106',
  '420106',
  '110105',
  '440305',
];

/** Forty people, so that lists have pages and statistics have shapes. The first one is a chef. */
export function demoPeople(): DemoPerson[] {
  return Array.from({ length: 40 }, (_nobody, index) => {
    const isChef = index % 3 === 0;
    return {
      mobile: `154111100${String(index + 1).padStart(2, '0')}`,
      name: `${surnames[index % surnames.length]}${isChef ? '师傅' : givenNames[index % givenNames.length]}`,
      kind: isChef ? 'chef' : 'consumer',
      shopName: isChef ? `${kitchens[index % kitchens.length]}${Math.floor(index / 8) + 1}店` : '',
      // The square makes the first places frequent and the last ones rare.
      regionCode: counties[Math.floor((index / 40) ** 2 * counties.length)] ?? '320505',
      bottles: index === 0 ? 30 : isChef ? 16 - (index % 5) : 1 + (index % 6),
    };
  });
}
