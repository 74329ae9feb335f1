interface BarsProps {
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number; readonly strong?: boolean }[];
  /** Every so many bars has its label written below. */
  readonly labelEvery?: number;
  readonly unit: string;
}

const WIDTH = 600;
const HEIGHT = 150;
const LABELS = 20;

/** How often, drawn as bars; for those who do not see them, as a table. */
export const Bars = ({ title, bars, labelEvery = 1, unit }: BarsProps) => {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = WIDTH / bars.length;
  return (
    <figure className="chart">
      <figcaption className="label">{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + LABELS}`} aria-hidden="true" focusable="false">
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="axis" />
        <text x="0" y="12" className="chart-label">
          {most}
        </text>
        {bars.map(({ label, value, strong }, index) => {
          const height = (value / most) * (HEIGHT - 16);
          return (
            <g key={label}>
              <rect
                x={index * step + step * 0.12}
                y={HEIGHT - height}
                width={step * 0.76}
                height={height}
                rx={Math.min(4, step * 0.2)}
                className={strong ? 'chart-bar strong' : 'chart-bar'}
              >
                <title>{`${label}: ${value} ${unit}`}</title>
              </rect>
              {index % labelEvery === 0 && (
                <text x={index * step + step / 2} y={HEIGHT + 15} textAnchor="middle" className="chart-label">
                  {label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <table className="visually-hidden">
        <caption>{title}</caption>
        <tbody>
          {bars.map(({ label, value }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>
                {value} {unit}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
};
