package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// writeGrowth prints, for each case, how often the processor time of the smaller
// size the larger one takes: both as ratios to their own controls.
func writeGrowth(w io.Writer, small, large report) error {
	fmt.Fprintf(w, "\n## From %d to %d organisations\n\n", small.size, large.size)
	table := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintf(table, "| case\t| × control, %d\t| × control, %d\t| growth\t|\n", small.size, large.size)
	fmt.Fprintln(table, "|---\t|---:\t|---:\t|---:\t|")
	before := map[string]float64{}
	for _, f := range small.rows {
		before[f.name] = small.ratio(f.figure)
	}
	for _, f := range large.rows {
		if was := before[f.name]; was > 0 {
			fmt.Fprintf(table, "| %s\t| %.2f\t| %.2f\t| %.1f\t|\n", f.name, was, large.ratio(f.figure), large.ratio(f.figure)/was)
		}
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write the growth: %w", err)
	}
	return nil
}

// ratio is the processor time of a case as a multiple of the control's.
func (r report) ratio(f figure) float64 {
	return float64(f.processor) / float64(max(r.control.processor, 1))
}
