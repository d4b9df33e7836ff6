package kit

// rules checks that the thresholds make sense together.
func (c *checker) rules() {
	r := c.kit.Rules
	must := func(ok bool, key, format string, args ...any) {
		if !ok {
			c.add("scoring."+key, format, args...)
		}
	}
	must(r.ScaleMin == 0, "scale_min", "the scale begins at 0")
	must(r.ScaleMax == MaxLevel, "scale_max", "the scale ends at %d", MaxLevel)
	must(r.ItemWeightDefault > 0, "item_weight_default", "a weight is above 0")
	must(r.MinApplicableItems >= 1, "min_applicable_items", "want 1 or more")
	must(r.MinAnsweredItems >= 1, "min_answered_items", "want 1 or more")
	must(r.MinAnsweredShare > 0 && r.MinAnsweredShare <= 1, "min_answered_share", "a share is above 0 and at most 1")
	must(!r.OverallScore, "overall_score", "there is no overall score: a profile, never one number")
	must(r.BandRule == bandRule, "band_rule", "unknown rule %q: want %s", r.BandRule, bandRule)
	must(r.NAMajorityShare > 0 && r.NAMajorityShare < 1, "na_majority_share", "want a share between 0 and 1")
	must(r.EvidenceRequiredFromLevel >= 1 && r.EvidenceRequiredFromLevel <= MaxLevel, "evidence_required_from_level", "want a level from 1 to %d", MaxLevel)
	must(r.RespondentAggregate == aggregateRule, "respondent_aggregate", "unknown rule %q: want %s", r.RespondentAggregate, aggregateRule)
	must(r.AgreementIndex == agreementRule, "agreement_index", "unknown index %q: want %s", r.AgreementIndex, agreementRule)
	must(r.AgreementFullMax >= 0, "agreement_full_max", "want 0 or more")
	must(r.AgreementPartialMax >= r.AgreementFullMax, "agreement_partial_max", "want at least agreement_full_max")
	must(r.MinRespondentsDistribution >= 3, "min_respondents_distribution", "with fewer than 3 answers one could guess whose they are")
	must(r.MinRespondentsAnonymous >= 5, "min_respondents_anonymous", "with fewer than 5 answers one could guess whose they are")
	must(r.BenchmarkMinMedian >= 5, "benchmark_min_orgs_median", "with fewer than 5 organisations one could guess which they are")
	must(r.BenchmarkMinQuartiles >= r.BenchmarkMinMedian, "benchmark_min_orgs_quartiles", "want at least benchmark_min_orgs_median")
	must(r.BenchmarkMinPosition >= r.BenchmarkMinQuartiles, "benchmark_min_orgs_position", "want at least benchmark_min_orgs_quartiles")
	p := r.ProvisionalSEM
	must(p.SD > 0, "provisional_sem", "sd is above 0")
	must(p.Reliability >= 0 && p.Reliability < 1, "provisional_sem", "reliability is from 0 to below 1")
	must(p.Confidence > 0 && p.Confidence < 1, "provisional_sem", "confidence is between 0 and 1")
	if t := r.Retest; t != (Retest{}) {
		must(t.Organisations >= MinRetest, "retest", "a retest needs %d organisations or more", MinRetest)
		must(t.SDOfDifferences > 0, "retest", "sd_of_differences is above 0")
		must(t.Confidence > 0 && t.Confidence < 1, "retest", "confidence is between 0 and 1")
	}
}
