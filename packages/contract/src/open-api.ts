import type { TSchema } from 'typebox';
import { api, type Operation } from './api.ts';
import { ErrorReply } from './errors.ts';

interface OpenApiOperation {
  operationId: string;
  summary: string;
  'x-access': string;
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, object>;
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, OpenApiOperation>>;
}

/** The contract as an OpenAPI 3.1 document; derived, never written by hand. */
export function openApi(): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const [line, operation] of Object.entries(api)) {
    const [method = '', url = ''] = line.split(' ');
    const path = url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(line, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '码上积分 · Mashang API',
      version: '0.1.0',
      description:
        'Sessions travel in cookies. Every refusal has one body: code, message, requestId.',
    },
    paths,
  };
}

function describe(line: string, operation: Operation): OpenApiOperation {
  const parameters = [
    ...parametersOf('path', operation.params),
    ...parametersOf('query', operation.query),
  ];
  return {
    operationId: line.replace(/[^A-Za-z]+/g, '_'),
    summary: operation.summary,
    'x-access': operation.access,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body
      ? { requestBody: { required: true, content: content(operation.body) } }
      : {}),
    responses: {
      200: { description: 'Done', content: content(operation.reply) },
      default: { description: 'Refused', content: content(ErrorReply) },
    },
  };
}

function content(schema: TSchema | 'stream'): object {
  return schema === 'stream'
    ? { 'application/octet-stream': {} }
    : { 'application/json': { schema } };
}

function parametersOf(place: 'path' | 'query', schema: TSchema | undefined): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}
