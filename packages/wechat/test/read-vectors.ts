import { readFileSync } from 'node:fs';

interface AesVector {
  name: string;
  token: string;
  encodingAesKey: string;
  appId: string;
  query: { timestamp: string; nonce: string; msg_signature: string };
  encrypt: string;
  expect: { msg?: string; error?: string };
}

interface XmlVector {
  name: string;
  xml: string;
  expect: Record<string, string | number>;
}

/** Published and derived facts about the protocol; the file says where each comes from. */
export interface Vectors {
  url_verification: {
    name: string;
    parts?: string[];
    token: string;
    timestamp: string;
    nonce: string;
    signature: string;
    echostr?: string;
    expect?: { valid: boolean; body?: string };
  }[];
  aes_decrypt: AesVector[];
  aes_encrypt: {
    name: string;
    token?: string;
    encodingAesKey: string;
    appId: string;
    random: string;
    msg: string;
    timestamp?: string;
    nonce?: string;
    expect: { encrypt: string; msgSignature?: string };
  }[];
  secure_reply_xml_shape: { xml: string };
  jsapi_signature: {
    name: string;
    jsapi_ticket: string;
    noncestr: string;
    timestamp: number;
    url: string;
    pageUrl?: string;
    signature: string;
  }[];
  events: XmlVector[];
  messages: XmlVector[];
  api_samples: {
    name: string;
    request?: Record<string, unknown>;
    response: Record<string, unknown>;
  }[];
  negative_cases: string[];
}

export function readVectors(): Vectors {
  const file = new URL('./vectors/vectors.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Vectors;
}
