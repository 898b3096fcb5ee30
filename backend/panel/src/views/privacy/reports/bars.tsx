// Columns of a plot: an SVG of our own. What it shows stands in a table below it, so to screen readers it is one sentence.
import { useWidth } from "./use_width";

export interface Bar {
  /** Below the column, where there is room. */
  readonly label: string;
  /** What the pointer is told. */
  readonly title: string;
  readonly value: number;
}

export interface BarsProps {
  readonly bars: readonly Bar[];
  /** What the plot shows, in one sentence. */
  readonly summary: string;
  /** The scale's numbers. */
  readonly format: (value: number) => string;
}

const WIDTH = 960;
const HEIGHT = 200;
const LEFT = 48;
const BELOW = 24;
/** What a label needs, with some room beside it. */
const LABEL_WIDTH = 48;

export function Bars({ bars, summary, format }: BarsProps) {
  const { width: whole, ref } = useWidth(WIDTH);
  const top = ceiling(Math.max(...bars.map(({ value }) => value)));
  const step = (whole - LEFT) / bars.length;
  const width = Math.max(1, Math.min(40, step * 0.7));
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step));
  const yOf = (value: number) => 8 + (HEIGHT - 8) * (1 - value / top);
  return (
    <div class="plot" ref={ref}>
      <svg viewBox={`0 0 ${whole} ${HEIGHT + BELOW}`} role="img" aria-label={summary}>
        {[0, top / 2, top].map((mark) => (
          <g key={mark}>
            <line class="plot__line" x1={LEFT} x2={whole} y1={yOf(mark)} y2={yOf(mark)} />
            <text class="plot__text" x={LEFT - 8} y={yOf(mark) + 4} text-anchor="end">
              {format(mark)}
            </text>
          </g>
        ))}
        {bars.map(({ label, title, value }, index) => {
          const x = LEFT + step * (index + 0.5);
          return (
            <g key={title}>
              <rect class="plot__bar" x={x - width / 2} y={yOf(value)} width={width} height={HEIGHT - yOf(value)}>
                <title>{title}</title>
              </rect>
              {index % every === 0 && (
                <text class="plot__text" x={x} y={HEIGHT + 18} text-anchor="middle">
                  {label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** A round number that no column is higher than, and whose half is whole: 2, 4, 10, 20, 40, 100 … */
export function ceiling(most: number): number {
  for (let ten = 1; ; ten *= 10) {
    const found = [2, 4, 6, 10].find((one) => one * ten >= most);
    if (found) return found * ten;
  }
}
