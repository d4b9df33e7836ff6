package kit

// Rules are the thresholds of a kit's method. They are data, so that a report
// can name the rules that it was made with; the formulas are this package's.
type Rules struct {
	ScaleMin int `yaml:"scale_min"`
	ScaleMax int `yaml:"scale_max"`
	// ItemWeightDefault is the weight of an item that names none.
	ItemWeightDefault  float64 `yaml:"item_weight_default"`
	MinApplicableItems int     `yaml:"min_applicable_items"` // fewer, and a dimension is out of scope
	MinAnsweredItems   int     `yaml:"min_answered_items"`   // fewer, and it is incomplete
	MinAnsweredShare   float64 `yaml:"min_answered_share"`   // of the applicable items
	OverallScore       bool    `yaml:"overall_score"`        // always false: a profile, never one number
	BandRule           string  `yaml:"band_rule"`
	// NAMajorityShare is the share of "does not apply" above which the item
	// does not apply.
	NAMajorityShare           float64 `yaml:"na_majority_share"`
	EvidenceRequiredFromLevel int     `yaml:"evidence_required_from_level"`
	RespondentAggregate       string  `yaml:"respondent_aggregate"`
	AgreementIndex            string  `yaml:"agreement_index"`
	AgreementFullMax          float64 `yaml:"agreement_full_max"`
	AgreementPartialMax       float64 `yaml:"agreement_partial_max"`
	// MinRespondentsDistribution and MinRespondentsAnonymous are how many must
	// have answered before levels are shown one by one, by mode.
	MinRespondentsDistribution int            `yaml:"min_respondents_distribution"`
	MinRespondentsAnonymous    int            `yaml:"min_respondents_anonymous"`
	BenchmarkMinMedian         int            `yaml:"benchmark_min_orgs_median"`
	BenchmarkMinQuartiles      int            `yaml:"benchmark_min_orgs_quartiles"`
	BenchmarkMinPosition       int            `yaml:"benchmark_min_orgs_position"`
	ProvisionalSEM             ProvisionalSEM `yaml:"provisional_sem"`
	Retest                     Retest         `yaml:"retest,omitempty"` // replaces ProvisionalSEM once there is one
}

// The only values that the named rules have; the words are there for readers
// of the file.
const (
	bandRule      = "ceil_minus_half"
	aggregateRule = "median"
	agreementRule = "ad_md"
)

// ProvisionalSEM are the figures for the measurement error until the project
// has a retest of its own.
type ProvisionalSEM struct {
	SD          float64 `yaml:"sd"`
	Reliability float64 `yaml:"reliability"`
	Confidence  float64 `yaml:"confidence"`
}

// MinRetest is how many organisations a retest needs.
const MinRetest = 20

// Retest is what came out when organisations answered again after two to four
// weeks, in which nothing should have changed. Without organisations there was
// none.
type Retest struct {
	Organisations   int     `yaml:"organisations"`
	SDOfDifferences float64 `yaml:"sd_of_differences"` // in levels
	Confidence      float64 `yaml:"confidence"`
}

// Mode says who can see who answered what.
type Mode string

// The modes of a cycle.
const (
	Named        Mode = "named"
	Confidential Mode = "confidential"
)

// ShowsDistribution reports whether so many answers are enough to show how many
// chose each level; below, only their number and the median are shown.
func (r Rules) ShowsDistribution(mode Mode, answers int) bool {
	if mode == Confidential {
		return answers >= r.MinRespondentsAnonymous
	}
	return answers >= r.MinRespondentsDistribution
}
