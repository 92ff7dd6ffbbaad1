/**
 * Where the seats of the provinces are, in degrees north and east, to a tenth of a degree (about ten
 * kilometres). By GB/T 2260 code.
 */
const capitals: Record<string, readonly [north: number, east: number]> = {
  110000: [39.9, 116.4], // 北京
  120000: [39.1, 117.2], // 天津
  130000: [38.0, 114.5], // 石家庄
  140000: [37.9, 112.5], // 太原
  150000: [40.8, 111.7], // 呼和浩特
  210000: [41.8, 123.4], // 沈阳
  220000: [43.9, 125.3], // 长春
  230000: [45.8, 126.6], // 哈尔滨
  310000: [31.2, 121.5], // 上海
  320000: [32.1, 118.8], // 南京
  330000: [30.3, 120.2], // 杭州
  340000: [31.8, 117.2], // 合肥
  350000: [26.1, 119.3], // 福州
  360000: [28.7, 115.9], // 南昌
  370000: [36.7, 117.0], // 济南
  410000: [34.8, 113.7], // 郑州
  420000: [30.6, 114.3], // 武汉
  430000: [28.2, 112.9], // 长沙
  440000: [23.1, 113.3], // 广州
  450000: [22.8, 108.4], // 南宁
  460000: [20.0, 110.3], // 海口
  500000: [29.6, 106.5], // 重庆
  510000: [30.7, 104.1], // 成都
  520000: [26.6, 106.7], // 贵阳
  530000: [25.0, 102.7], // 昆明
  540000: [29.7, 91.1], // 拉萨
  610000: [34.3, 108.9], // 西安
  620000: [36.1, 103.8], // 兰州
  630000: [36.6, 101.8], // 西宁
  640000: [38.5, 106.2], // 银川
  650000: [43.8, 87.6], // 乌鲁木齐
  710000: [25.0, 121.5], // 台北
  810000: [22.3, 114.2], // 香港
  820000: [22.2, 113.5], // 澳门
};

const earthRadiusKilometres = 6_371;

/** Great-circle distance between two provinces' seats (haversine formula); 0 for an unknown one. */
export function kilometresBetween(from: string, to: string): number {
  const [start, end] = [capitals[from], capitals[to]];
  if (!start || !end) return 0;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const north = Math.sin(radians(end[0] - start[0]) / 2) ** 2;
  const east = Math.sin(radians(end[1] - start[1]) / 2) ** 2;
  const chord = north + Math.cos(radians(start[0])) * Math.cos(radians(end[0])) * east;
  return Math.round(2 * earthRadiusKilometres * Math.asin(Math.sqrt(chord)));
}
