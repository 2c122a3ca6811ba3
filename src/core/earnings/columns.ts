/** Columns of numbers that grow without losing what they hold. */

/** A column of `room` numbers that begins with what `old` holds. */
export function float64(room: number, old?: Float64Array): Float64Array {
  const column = new Float64Array(room);
  if (old) column.set(old);
  return column;
}

export function int32(room: number, old?: Int32Array): Int32Array {
  const column = new Int32Array(room);
  if (old) column.set(old);
  return column;
}

export function uint8(room: number, old?: Uint8Array): Uint8Array {
  const column = new Uint8Array(room);
  if (old) column.set(old);
  return column;
}

export function bigInt64(room: number, old?: BigInt64Array): BigInt64Array {
  const column = new BigInt64Array(room);
  if (old) column.set(old);
  return column;
}
