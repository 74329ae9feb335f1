interface BarsProps {
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number; readonly strong?: boolean }[];
  /** Every so many bars has its label written below. */
  readonly labelEvery?: number;
  readonly unit: string;
}

const HEIGHT = 100;

/** How often, drawn as bars; for those who do not see them, as a table. */
export const Bars = ({ title, bars, labelEvery = 1, unit }: BarsProps) => {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <figure className="chart">
      <figcaption className="label">{title}</figcaption>
      <div aria-hidden="true">
        <p className="chart-label">{most}</p>
        {/* It is stretched to its place; what is written is not, so that it can be read on a phone. */}
        <svg viewBox={`0 0 ${bars.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          {bars.map(({ label, value, strong }, index) => {
            const height = (value / most) * HEIGHT;
            return (
              <rect
                key={label}
                x={index + 0.12}
                y={HEIGHT - height}
                width={0.76}
                height={height}
                className={strong ? 'chart-bar strong' : 'chart-bar'}
              >
                <title>{`${label}: ${value} ${unit}`}</title>
              </rect>
            );
          })}
        </svg>
        <div className="chart-labels" style={{ gridTemplateColumns: `repeat(${bars.length}, minmax(0, 1fr))` }}>
          {bars.map(({ label }, index) => (
            <span key={label}>{index % labelEvery === 0 && label}</span>
          ))}
        </div>
      </div>
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
