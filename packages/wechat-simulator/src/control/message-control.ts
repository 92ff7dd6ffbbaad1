import type { Context } from '../context.ts';
import { nowMs } from '../context.ts';
import { act, changed } from '../phone/phone-actions.ts';
import { followEvent, scanQr } from '../phone/scan-qr.ts';
import { answerConsent, refuseTemplate } from '../phone/subscriptions.ts';
import { activationOf, findMarketCode, ticketOf } from '../platform/market-codes.ts';
import { completeTemplate } from '../platform/templates.ts';
import type { TemplateInput } from '../platform/templates.ts';
import type { PushRecord } from '../push/deliver-push.ts';
import type { PhoneUser, Template } from '../state.ts';

/** QRs, templates, consents and market codes: what users do with what the account made. */
export interface MessageControl {
  /**
   * Scans a parametric QR (what it says, or its ticket): a follower's SCAN; a stranger sees the
   * account's page, and `follow: true` follows from there (subscribe with qrscene_). `push` is what
   * the account was told, null for nothing.
   */
  scanQr(
    userId: string,
    ticketOrUrl: string,
    options?: { follow?: boolean },
  ): Promise<{ shows: 'chat' | 'profile' | 'expired' | 'unknown'; push: PushRecord | null }>;
  templates(): readonly Template[];
  /** Replaces them all; ids and examples are made up where absent. */
  setTemplates(templates: readonly TemplateInput[]): readonly Template[];
  /** The user answers the dialog of 订阅通知: one message for each consent, and the popup event. */
  answerConsent(
    userId: string,
    answer: { accepted?: readonly string[]; rejected?: readonly string[]; popupScene?: string },
  ): Promise<PushRecord>;
  /** The user wants no more of a template: 43101; of 订阅通知 the change event as well. */
  refuseTemplate(userId: string, templateId: string): Promise<PushRecord | null>;
  /** Every application for market codes is FINISH now. */
  finishMarketCodes(): void;
  /**
   * Scans a code of 微信一物一码 (nine digits, or its address): where the mini-program is opened, and
   * with which ticket. Null for unknown codes and those nobody has activated.
   */
  scanMarketCode(
    userId: string,
    codeOrUrl: string,
  ): { wxaAppId: string; wxaPath: string; codeTicket: string } | null;
}

export function createMessageControl(
  context: Context,
  getUser: (id: string) => PhoneUser,
): MessageControl {
  return {
    async scanQr(userId, ticketOrUrl, { follow = false } = {}) {
      const user = getUser(userId);
      const scan = scanQr(context, user, ticketOrUrl);
      if (scan.shows === 'chat') return { shows: scan.shows, push: await scan.told };
      const follows = scan.shows === 'profile' && follow;
      const push = follows ? await act(context, user, followEvent(context, user)) : null;
      return { shows: scan.shows, push };
    },
    templates: () => context.state.templates,
    setTemplates(templates) {
      const { appId } = context.options;
      context.state.templates = templates.map((template) => completeTemplate(appId, template));
      changed(context);
      return context.state.templates;
    },
    answerConsent: (userId, { accepted = [], rejected = [], popupScene }) =>
      answerConsent(context, getUser(userId), { accepted, rejected }, popupScene),
    refuseTemplate: (userId, templateId) => refuseTemplate(context, getUser(userId), templateId),
    finishMarketCodes() {
      for (const application of context.state.marketApplications) {
        application.finishedAt = Math.min(application.finishedAt, nowMs(context));
      }
      context.store.save();
    },
    scanMarketCode(userId, codeOrUrl) {
      const code = findMarketCode(context, codeOrUrl);
      const activation = code && activationOf(code);
      if (!code || !activation) return null;
      const codeTicket = ticketOf(context, getUser(userId).openId, code);
      return { wxaAppId: activation.wxa_appid, wxaPath: activation.wxa_path, codeTicket };
    },
  };
}
