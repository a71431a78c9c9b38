/** Walks a zod schema: which keys are known at a place, and the list of all settings for example and reference. */
import { z } from 'zod';
import type { ValuePath } from './yaml-file.ts';

/** Takes off what wraps a schema (optional, default, transform, refinement, lazy). */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrap(schema.unwrap());
  if (schema instanceof z.ZodPrefault) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodPipe) {
    // A preprocessor stands first and says nothing about keys.
    return unwrap(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  }
  if (schema instanceof z.ZodLazy) return unwrap(schema.unwrap());
  return schema;
}

/** The keys of an object schema with their schemas; empty for any other. */
export function fieldsOf(schema: z.core.$ZodType): readonly (readonly [string, z.ZodType])[] {
  const object = unwrap(schema);
  if (!(object instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, unknown>> = object.shape;
  return Object.entries(shape).flatMap(([key, child]) => (child instanceof z.ZodType ? [[key, child] as const] : []));
}

/**
 * The keys a schema knows at a place.
 * @returns empty where any key may stand or none is expected
 */
export function keysAt(schema: z.core.$ZodType, path: ValuePath): readonly string[] {
  const keys = new Set<string>();
  for (const at of schemasAt([schema], path)) {
    if (at instanceof z.ZodObject) Object.keys(at.shape).forEach((key) => keys.add(key));
  }
  return [...keys];
}

function schemasAt(schemas: readonly z.core.$ZodType[], path: ValuePath): readonly z.core.$ZodType[] {
  const here = schemas.map(unwrap).flatMap((one) => (one instanceof z.ZodUnion ? one.options.map(unwrap) : [one]));
  const [step, ...rest] = path;
  if (step === undefined) return here;
  const next = here.flatMap((one): readonly z.core.$ZodType[] => {
    if (one instanceof z.ZodObject) {
      const child: unknown = one.shape[String(step)];
      return child instanceof z.ZodType ? [child] : [];
    }
    if (one instanceof z.ZodArray) return [one.element];
    if (one instanceof z.ZodRecord) return [one.valueType];
    return [];
  });
  return next.length === 0 ? [] : schemasAt(next, rest);
}
