import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readDigitalLink } from './modules/codes/index.ts';
import type { DigitalLink } from './modules/codes/index.ts';
import { Refusal } from './platform/errors.ts';
import { digitalLinkTexts as texts } from './texts-digital-link.ts';

/** Link types of ours in GS1's web vocabulary, and the page each one leads to. */
const pages = {
  defaultLink: { title: texts.points, path: landing },
  loyaltyProgram: { title: texts.points, path: landing },
  pip: { title: texts.product, path: landing },
  verificationService: { title: texts.verification, path: authenticityCheck },
};

const vocabulary = 'https://ref.gs1.org/voc/';
const linksetType = 'application/linkset+json';
const jsonLdContext =
  '<https://ref.gs1.org/standards/resolver/linkset-context>;' +
  ' rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"';

/** Anybody's page may follow the links of a product; no cookie is read here. */
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'Link, Location',
  vary: 'Accept',
};

/**
 * `/01/{gtin}/21/{code}` and what may stand between: a phone's camera is led to the page of the code,
 * a machine may ask for another link type or for all of them (GS1-Conformant Resolver Standard 1.2,
 * RFC 9264). Nothing is looked up: the answer is the same for a code that exists and one that does
 * not, so there is nothing to guess here.
 *
 * @param options.publicUrl where the links of the linkset lead
 */
export function registerDigitalLinkRoute(
  app: FastifyInstance,
  { publicUrl, readBrandName }: { publicUrl: string; readBrandName: () => Promise<string> },
): void {
  app.get('/01/*', async (request, reply) => {
    void reply.headers(crossOrigin);
    const link = requireItem(request);
    const linkType = readLinkType(request);
    if (isLinksetWanted(linkType, request)) return sendLinkset(reply, publicUrl, link);
    const page = findPage(linkType ?? 'defaultLink');
    if (!page) throw new Refusal('not_found', 404, texts.noSuchLink);
    const linkset = `<${anchorOf(publicUrl, link)}?linkType=linkset>; rel="linkset"; type="${linksetType}"`;
    return reply
      .status(307)
      .headers({ link: linkset, location: withQuery(page.path(link.serial), request) })
      .send();
  });
  app.options('/01/*', async (_request, reply) => reply.status(204).headers(crossOrigin).send());
  app.get('/.well-known/gs1resolver', async (_request, reply) => {
    const brandName = await readBrandName();
    return reply.headers(crossOrigin).send({
      name: texts.resolver(brandName),
      resolverRoot: publicUrl,
      supportedPrimaryKeys: ['01'],
      linkTypeDefaultCanBeLinkset: false,
      contact: { fn: brandName },
    });
  });
}

type ItemLink = DigitalLink & { serial: string };

/** Throws 400 for what is no GS1 Digital Link, 404 for one of something else than a single item. */
function requireItem(request: FastifyRequest): ItemLink {
  const link = readDigitalLink(request.url.replace(/[?#].*$/, ''));
  if (!link) throw new Refusal('bad_request', 400, texts.malformed);
  const { serial } = link;
  if (serial === null) throw new Refusal('not_found', 404, texts.productOnly);
  return { ...link, serial };
}

/** The last part of `gs1:pip` or https://ref.gs1.org/voc/pip; undefined when none is asked for. */
function readLinkType(request: FastifyRequest): string | undefined {
  const { linkType } = request.query as { linkType?: string | string[] };
  const asked = Array.isArray(linkType) ? linkType[0] : linkType;
  return asked?.trim().replace(/^(?:gs1:|https?:\/\/(?:ref\.)?gs1\.org\/voc\/)/i, '') || undefined;
}

/** `all` is what older readers say. */
function isLinksetWanted(linkType: string | undefined, request: FastifyRequest): boolean {
  if (linkType !== undefined && /^(?:linkset|all)$/i.test(linkType)) return true;
  const accepted = (request.headers.accept ?? '').split(',');
  return accepted.some((range) => {
    // Split, then trimmed: blanks on both sides in one pattern take time by their square.
    const [type, ...parameters] = range.split(';').map((part) => part.trim());
    return (
      type?.toLowerCase() === linksetType && !parameters.some((text) => /^q=0(?:\.0*)?$/.test(text))
    );
  });
}

function findPage(linkType: string) {
  const wanted = linkType.toLowerCase();
  return Object.entries(pages).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function sendLinkset(reply: FastifyReply, publicUrl: string, link: ItemLink): FastifyReply {
  const { gtin, serial } = link;
  const links = Object.entries(pages).map(([name, { title, path }]) => {
    const target = { href: publicUrl + path(serial), title };
    const details = { type: 'text/html', hreflang: ['zh', 'en'] };
    return [vocabulary + name, [name === 'defaultLink' ? target : { ...target, ...details }]];
  });
  const anchor = anchorOf(publicUrl, link);
  const itemDescription = texts.item(gtin, serial);
  // As bytes: a text would be given a character set, which the type does not have.
  const body = { linkset: [{ anchor, itemDescription, ...Object.fromEntries(links) }] };
  return reply
    .headers({ link: jsonLdContext, 'content-type': linksetType })
    .send(Buffer.from(JSON.stringify(body)));
}

/** The one way to write it: fourteen digits, qualifiers in order, nothing behind. */
function anchorOf(publicUrl: string, { gtin, variant, lot, serial }: ItemLink): string {
  const values = { 22: variant, 10: lot, 21: serial };
  const qualifiers = ([22, 10, 21] as const).map((name) => {
    const value = values[name];
    return value === null ? '' : `/${name}/${encodeURIComponent(value)}`;
  });
  return `${publicUrl}/01/${gtin}${qualifiers.join('')}`;
}

function landing(serial: string): string {
  return `/C/${encodeURIComponent(serial)}`;
}

function authenticityCheck(serial: string): string {
  return `/check?code=${encodeURIComponent(serial)}`;
}

/** What came with the address goes on to the page, as the standard asks. */
function withQuery(path: string, request: FastifyRequest): string {
  const query = /\?([^#]+)/.exec(request.url)?.[1];
  if (query === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}
