import { expect, test } from 'vitest';
import { chineseWechat } from '../../shared/texts-zh-wechat.ts';
import { writeReport } from './write-report.ts';

test('S2: the report for a colleague says of each check its state, what was seen and what to do', () => {
  const report = writeReport({
    account: '码上 · wx1',
    checks: ['token', 'ipWhitelist', 'menu'],
    progress: new Map([
      [
        'ipWhitelist',
        {
          phase: 'done',
          result: {
            check: 'ipWhitelist',
            state: 'failed',
            seen: '平台拒绝了 203.0.113.7',
            steps: ['打开「基本配置」', '把 203.0.113.7 加到 IP 白名单'],
            checkedAt: '2026-11-23T02:00:00.000Z',
          },
          failure: null,
        },
      ],
    ]),
    words: chineseWechat.wechatChecks,
    tellMoment: () => '10:00',
  });
  expect(report).toBe(`公众号检查结果 · 码上 · wx1

[未检查] 获取 access_token

[未通过] IP 白名单
  看到：平台拒绝了 203.0.113.7
  怎么做：
    1. 打开「基本配置」
    2. 把 203.0.113.7 加到 IP 白名单
  检查于 10:00

[未检查] 自定义菜单
`);
});
