package kit

func reliabilityGoldens() []Golden {
	even, _ := IntraclassCorrelation([][]float64{{1, 2, 1}, {2, 3, 3}, {3, 3, 4}, {1, 1, 2}}, 0.95)
	uneven, _ := IntraclassCorrelation([][]float64{{1, 2, 1}, {2, 3, 3, 2}, {3, 4}, {1, 1, 2}}, 0.95)
	alpha, _ := Alpha([][]float64{{1, 2, 1, 2}, {2, 2, 3, 2}, {3, 3, 3, 4}, {0, 1, 1, 0}, {2, 3, 2, 3}, {4, 3, 4, 4}})
	omega, _ := Omega([]float64{0.7, 0.6, 0.8, 0.5})
	small, _ := AlphaInterval(0.70, 5, 20, 0.95)
	middle, _ := AlphaInterval(0.70, 5, 37, 0.95)
	large, _ := AlphaInterval(0.70, 5, 100, 0.95)
	return []Golden{
		{"I1", "organisations [1,2,1] [2,3,3] [3,3,4] [1,1,2]", []Check{
			{"MSB", 3.0, even.MSB}, {"MSW", 0.3333, even.MSW}, {"ICC(1)", 0.7273, even.Single}, {"ICC(1,3)", 0.8889, even.Mean},
		}},
		{"I2", "organisations [1,2,1] [2,3,3,2] [3,4] [1,1,2]", []Check{
			{"k₀", 2.9444, uneven.K0}, {"MSB", 2.6944, uneven.MSB}, {"MSW", 0.3542, uneven.MSW}, {"ICC(1)", 0.6918, uneven.Single},
		}},
		{"R1", "6×4: 1212, 2232, 3334, 0110, 2323, 4344", []Check{{"α", 0.9464, alpha}}},
		{"R2", "λ = 0.7, 0.6, 0.8, 0.5", []Check{{"ω", 0.7494, omega}}},
		{"R3", "α 0.70, J 5, n 20; 37; 100", []Check{
			{"n 20 low", 0.377, rounded(small.Low)},
			{"n 20 high", 0.855, rounded(small.High)},
			{"n 37 low", 0.493, rounded(middle.Low)},
			{"n 37 high", 0.822, rounded(middle.High)},
			{"n 100 low", 0.590, rounded(large.Low)},
			{"n 100 high", 0.781, rounded(large.High)},
		}},
		{"R4", "J 5, interval 0.6–0.8; test 0.7 against 0.5, power 0.8", []Check{
			{"n for the interval", 82.0, float64(roundUp(SampleForInterval(5, Interval{0.6, 0.8}, 0.95)))},
			{"n for the test", 78.0, float64(roundUp(SampleForTest(5, 0.7, 0.5, 0.95, 0.8)))},
		}},
	}
}

func changeGoldens() []Golden {
	first := func(confidence float64) MeasurementError { return ErrorOfReliability(0.8, 0.8, confidence) }
	second := func(confidence float64) MeasurementError { return ErrorOfReliability(0.8, 0.7, confidence) }
	small, _ := first(0.95).RCI(1.8, 2.6)
	large, _ := first(0.95).RCI(1.4, 2.6)
	welch, _ := CompareMeans([]float64{1.2, 1.6, 1.8, 1.4, 2.0}, []float64{2.0, 2.4, 2.2, 1.8, 2.6}, 0.95)
	return []Golden{
		{"C1", "SD 0.8, r 0.8", []Check{{"SEM", 0.3578, first(0.9).SEM}, {"MDC90", 0.8322, first(0.9).MDC()}, {"MDC95", 0.9917, first(0.95).MDC()}}},
		{"C2", "SD 0.8, r 0.7", []Check{{"SEM", 0.4382, second(0.9).SEM}, {"MDC90", 1.0193, second(0.9).MDC()}, {"MDC95", 1.2145, second(0.95).MDC()}}},
		{"C3", "1.8→2.6; 1.4→2.6 with the error of C1", []Check{
			{"RCI", 1.5811, small}, {"reliable", false, small >= ReliableRCI}, {"RCI", 2.3717, large}, {"reliable", true, large >= ReliableRCI},
		}},
		{"C4", "before 1.2,1.6,1.8,1.4,2.0; after 2.0,2.4,2.2,1.8,2.6", []Check{
			{"difference", 0.6, welch.Diff}, {"SE", 0.2, welch.SE}, {"t", 3.0, welch.T}, {"df", 8.0, welch.DF},
		}},
	}
}

func benchmarkGoldens() []Golden {
	r := StandardRules()
	values := []float64{0.8, 1, 1.4, 1.6, 1.8, 2, 2, 2.2, 2.6, 2.8, 3.2, 3.4}
	b := Summarise(values, r)
	_, position := b.Position(2.0)
	four, nine := Summarise(values[:4], r), Summarise(values[:9], r)
	return []Golden{
		{"B1", "0.8,1,1.4,1.6,1.8,2,2,2.2,2.6,2.8,3.2,3.4; own 2.0", []Check{
			{"Md", 2.0, b.Median},
			{"Q1", 1.55, b.Q1},
			{"Q3", 2.65, b.Q3},
			{"PR", 50.0, PercentileRank(values, 2.0)},
			{"gate", string(GateQuartiles), string(b.Gate)},
			{"position shown", false, position},
		}},
		{"B2", "n 4; n 9", []Check{{"n 4", string(GateHidden), string(four.Gate)}, {"n 9", string(GateMedian), string(nine.Gate)}}},
		{"P1", "T 3, x 1, I 3, E 2", []Check{{"P", 3.0, Candidate{Level: 1, Target: 3, Importance: 3, Effort: 2}.Priority()}}},
	}
}

func initiativeGoldens() []Golden {
	rising, _ := Attainment(20, 50, 41)
	falling, _ := Attainment(60, 30, 36)
	backwards, _ := Attainment(20, 50, 18)
	most, _ := Wilson(18.0/24, 24)
	few, _ := Wilson(5.0/6, 6)
	reach, _ := Quotient(32, 40)
	response, _ := Quotient(24, 30)
	cost, _ := Quotient(1280, 32)
	hours, _ := Quotient(60+36, 32)
	return []Golden{
		{"E1", "b 20, t 50, m 41; b 60, t 30, m 36; b 20, t 50, m 18", []Check{
			{"rising", 0.70, rising}, {"falling", 0.80, falling}, {"backwards", -0.0667, backwards}, {"backwards as shown", 0.0, ShownAttainment(backwards)},
		}},
		{"E2", "18 of 24; 5 of 6", []Check{
			{"18 of 24 low", 0.551, rounded(most.Low)},
			{"18 of 24 high", 0.880, rounded(most.High)},
			{"5 of 6 low", 0.436, rounded(few.Low)},
			{"5 of 6 high", 0.970, rounded(few.High)},
		}},
		{"E3", "the example of the kit: 32 of 40 people, €1280, 60 + 36 hours", []Check{
			{"reach", 0.8, reach}, {"response", 0.8, response}, {"€ per person", 40.0, cost}, {"hours per person", 3.0, hours},
		}},
		{"S1", "SAMM practice, streams 1/0.5/0 and 0.5/0.25/0", []Check{{"practice", 1.125, practiceSAMM([]float64{1, 0.5, 0}, []float64{0.5, 0.25, 0})}}},
	}
}

// practiceSAMM is the score of a practice in OWASP SAMM 2: over its three
// levels, the sum of the mean of both streams. It is here to check that their
// rule was read correctly.
func practiceSAMM(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] + b[i]) / 2
	}
	return sum
}

// rounded keeps three decimals, as many as some goldens were given with.
func rounded(x float64) float64 { return float64(int(x*1000+0.5)) / 1000 }
