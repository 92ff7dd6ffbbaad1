import type { Texts } from '../../shared/texts.ts';

/** The plain fields of both channels, as the platforms call them. */
export function channelFields(words: Texts['settings']) {
  const { signName, signNameHint } = words;
  return {
    aliyun: [
      { name: 'accessKeyId' as const, label: words.accessKeyId, maxlength: 100 },
      { name: 'signName' as const, label: signName, hint: signNameHint, maxlength: 40 },
      { name: 'templateCode' as const, label: words.templateCode, maxlength: 40 },
      {
        name: 'templateParameter' as const,
        label: words.templateParameter,
        hint: words.templateParameterHint,
        maxlength: 40,
      },
    ],
    tencent: [
      { name: 'secretId' as const, label: words.secretId, maxlength: 100 },
      { name: 'sdkAppId' as const, label: words.sdkAppId, maxlength: 40 },
      { name: 'signName' as const, label: signName, hint: signNameHint, maxlength: 40 },
      { name: 'templateId' as const, label: words.templateId, maxlength: 40 },
      { name: 'region' as const, label: words.region, hint: words.regionHint, maxlength: 40 },
    ],
  };
}
