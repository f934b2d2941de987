import type { ReactNode, SVGProps } from 'react';

interface IconProps extends Omit<SVGProps<SVGSVGElement>, 'stroke'> {
  /** Width and height in pixels. Default 24. */
  readonly size?: number;
  /** How wide its lines are in that square of 24. Default 2. */
  readonly stroke?: number;
}

type Icon = (props: IconProps) => ReactNode;

const square = { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 24 24' };
const round = { strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** An icon of lines, from its path in a square of 24. */
export function outlined(path: string): Icon {
  return ({ size = 24, color = 'currentColor', stroke = 2, ...rest }) => (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it stands beside what it means, or is given a label there.
    <svg {...square} {...round} width={size} height={size} fill="none" stroke={color} strokeWidth={stroke} {...rest}>
      <path d={path} />
    </svg>
  );
}

/** An icon that is an area, from its path in a square of 24. */
export function filled(path: string): Icon {
  return ({ size = 24, color = 'currentColor', stroke: _, ...rest }) => (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it stands beside what it means, or is given a label there.
    <svg {...square} width={size} height={size} fill={color} stroke="none" {...rest}>
      <path d={path} />
    </svg>
  );
}
