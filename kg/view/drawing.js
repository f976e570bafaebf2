/**
 * What every drawing of a network shares, whether a view to hand over or the explorer: outlines of shapes, sizes, and
 * labels that do not cover one another.
 */

export const LABEL_FONT = '"Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", system-ui, "PingFang SC", "Microsoft YaHei", sans-serif';
export const LABEL_WIDTH = 132;
export const LINE = 15;

/** Corners of a shape of radius `r` around the origin; a dot has none. */
export function outline(shape, r) {
  const ring = (count, turn, radius = () => r) =>
    Array.from({ length: count }, (_, i) => {
      const angle = turn + (i * 2 * Math.PI) / count;
      return [Math.cos(angle) * radius(i), Math.sin(angle) * radius(i)].map((value) => Math.round(value * 100) / 100);
    });
  if (shape === "square") return [[-r * 0.85, -r * 0.85], [r * 0.85, -r * 0.85], [r * 0.85, r * 0.85], [-r * 0.85, r * 0.85]];
  if (shape === "diamond") return ring(4, 0);
  if (shape === "triangle") return ring(3, -Math.PI / 2);
  if (shape === "triangleDown") return ring(3, Math.PI / 2);
  if (shape === "hexagon") return ring(6, 0);
  return ring(10, -Math.PI / 2, (i) => (i % 2 ? r * 0.45 : r));
}
