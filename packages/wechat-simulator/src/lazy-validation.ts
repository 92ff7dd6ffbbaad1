import fastify from 'fastify';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';

type Compiler = FastifySchemaCompiler<unknown>;
interface Validator {
  (data: unknown): unknown;
  errors?: unknown;
}

let usualCompiler: Promise<Compiler> | undefined;

/**
 * Compiles a route's schema when the route is first called. All at the start would cost each of the
 * hundreds of simulators of a test run fifty milliseconds, for routes that most of them never call.
 */
export async function validateLazily(app: FastifyInstance): Promise<void> {
  const compile = await (usualCompiler ??= findUsualCompiler());
  app.setValidatorCompiler((definition) => {
    let compiled: Validator | undefined;
    const validate: Validator = (data) => {
      compiled ??= compile(definition) as Validator;
      const outcome = compiled(data);
      validate.errors = compiled.errors;
      return outcome;
    };
    return validate as ReturnType<Compiler>;
  });
}

/** Fastify makes its own compiler for a server that has a schema. */
async function findUsualCompiler(): Promise<Compiler> {
  const donor = fastify();
  donor.get('/', { schema: { querystring: { type: 'object' } } }, () => null);
  await donor.ready();
  const { validatorCompiler } = donor;
  if (!validatorCompiler) throw new Error('Fastify has no compiler of schemas.');
  return validatorCompiler;
}
