// PMTiles archives made on the spot: the same tile for the whole earth and for
// each quarter of it, as shapes or as a picture. Sea, with land in the middle.
import { crc32, deflateSync, gzipSync } from 'node:zlib';

const varint = (value) => {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
};
const field = (number, content) => Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
const number = (at, value) => Buffer.concat([varint(at * 8), varint(value)]);

/** The archive's bytes: header, root directory of one tile five times, metadata, the tile. */
function archive(kind, tile, attribution) {
  const root = gzipSync(Buffer.concat([varint(1), varint(0), varint(5), varint(tile.length), varint(1)]));
  const metadata = gzipSync(JSON.stringify({ attribution, vector_layers: [] }));
  const header = Buffer.alloc(127);
  header.write('PMTiles\x03', 'latin1');
  let at = header.length;
  for (const [place, length] of [[8, root.length], [24, metadata.length], [40, 0], [56, tile.length]]) {
    header.writeBigUInt64LE(BigInt(at), place);
    header.writeBigUInt64LE(BigInt(length), place + 8);
    at += length;
  }
  header.set([2, 1, kind, 0, 1], 97); // gzip within, the tile as it is, zoom 0 and 1
  for (const [place, degrees] of [[102, -180], [106, -85], [110, 180], [114, 85]]) header.writeInt32LE(degrees * 1e7, place);
  return Buffer.concat([header, root, metadata, tile]);
}

/** A layer of one polygon over a part of the tile, as Mapbox Vector Tiles have it. */
function layer(name, from, to) {
  const zigzag = (value) => (value < 0 ? -value * 2 - 1 : value * 2);
  const side = to - from;
  const ring = [9, zigzag(from), zigzag(from), 26, zigzag(side), 0, 0, zigzag(side), zigzag(-side), 0, 15];
  const feature = Buffer.concat([number(3, 3), field(4, Buffer.concat(ring.map(varint)))]);
  return field(3, Buffer.concat([number(15, 2), field(1, Buffer.from(name)), field(2, feature), number(5, 4096)]));
}

export function shapes(attribution) {
  return archive(1, Buffer.concat([layer('water', 0, 4096), layer('earth', 2000, 2300)]), attribution);
}

function png(side, colour) {
  const chunk = (type, content) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
  };
  const size = Buffer.alloc(8);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  const rows = Buffer.concat(Array.from({ length: side }, () => Buffer.from([0, ...Array.from({ length: side }, () => colour).flat()])));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.concat([size, Buffer.from([8, 2, 0, 0, 0])])), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)),
  ]);
}

export function pictures(attribution, colour) {
  return archive(2, png(256, colour), attribution);
}
