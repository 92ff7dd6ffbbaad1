import { expect } from 'vitest';
import { answerSignInScene } from '../index.ts';
import { appId } from '../members-bench.ts';
import type { Answer, MembersBench } from '../members-bench.ts';

export const mobile = '15400000001';
export const guangdong = '202.96.128.86';
const chromeOnWindows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36';

/** A desktop that wants in, and phones that may let it. */
export function desktopAndPhones(bench: MembersBench) {
  return {
    /** A desktop shows its QR. */
    show: async (): Promise<{ signInToken: string; scene: string; checkDigits: string }> => {
      const from = { userAgent: chromeOnWindows, address: guangdong };
      const { status, body } = await bench.call('POST /api/scan-sign-ins', {}, undefined, from);
      expect(status).toBe(200);
      const { signInToken = '', checkDigits = '' } = body as Record<string, string>;
      return { signInToken, checkDigits, scene: bench.scenes.at(-1) ?? '' };
    },
    /** The token the chat gives whoever scans; undefined when it gives none. */
    scan: async (openId: string, scene: string): Promise<string | undefined> => {
      const input = { appId, openId, scene, now: bench.time };
      return (await answerSignInScene(bench.database.db, input))?.confirmToken;
    },
    poll: (signInToken: string): Promise<Answer> =>
      bench.call('POST /api/scan-sign-ins/state', { signInToken }),
    look: (confirmToken: string | undefined, token: string | undefined): Promise<Answer> =>
      bench.call('POST /api/me/scan-sign-ins', { confirmToken }, token),
    answer: (
      confirmToken: string | undefined,
      token: string | undefined,
      agree = true,
    ): Promise<Answer> =>
      bench.call('POST /api/me/scan-sign-ins/answers', { confirmToken, agree }, token),
    /** The token of a phone whose WeChat user is a member. */
    memberPhone: async (openId = 'open-1'): Promise<string | undefined> => {
      const token = await bench.enterFromWechat(openId);
      return (await bench.bind(mobile, { token })).token;
    },
  };
}
