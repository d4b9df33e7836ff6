package kit

// InitiativeSheet is the form with which an organisation describes what it did
// and what changed.
type InitiativeSheet struct {
	ID       string         `yaml:"id"`
	Title    Text           `yaml:"title"`
	Intro    Text           `yaml:"intro"`
	Sections []SheetSection `yaml:"sections"`
}

// SheetSection is a part of the sheet, A to D.
type SheetSection struct {
	ID              string          `yaml:"id"`
	Title           Text            `yaml:"title"`
	Fields          []SheetField    `yaml:"fields,omitempty"`
	RepeatableGroup RepeatableGroup `yaml:"repeatable_group,omitempty"`
	Computed        []ComputedField `yaml:"computed,omitempty"`
	OverallScore    bool            `yaml:"overall_score,omitempty"` // always false
	Ratings         []Rating        `yaml:"ratings,omitempty"`
	ClosingFields   []SheetField    `yaml:"closing_fields,omitempty"`
}

// SheetField is one thing to fill in.
type SheetField struct {
	ID              string   `yaml:"id"`
	Type            string   `yaml:"type"` // one of sheetTypes
	Required        bool     `yaml:"required,omitempty"`
	Options         []string `yaml:"options,omitempty"`
	Unit            string   `yaml:"unit,omitempty"`
	ConsentRequired bool     `yaml:"consent_required,omitempty"`
	Text            `yaml:",inline"`
}

// RepeatableGroup is filled in once per indicator; without an id there is none.
type RepeatableGroup struct {
	ID     string       `yaml:"id,omitempty"`
	Min    int          `yaml:"min,omitempty"`
	Max    int          `yaml:"max,omitempty"`
	Fields []SheetField `yaml:"fields,omitempty"`
}

// ComputedField is worked out from other fields; the formula is for readers.
type ComputedField struct {
	ID            string `yaml:"id"`
	Formula       string `yaml:"formula"`
	UndefinedWhen string `yaml:"undefined_when"`
	Display       string `yaml:"display,omitempty"`
	Text          `yaml:",inline"`
}

// Rating is one of the rated questions about an initiative.
type Rating struct {
	ID     string      `yaml:"id"`
	Text   Text        `yaml:"text"`
	Levels []LevelText `yaml:"levels"`
}

// ExampleInitiative shows how the sheet is filled in, with what must come out.
type ExampleInitiative struct {
	Note                Text               `yaml:"note"`
	Name                Text               `yaml:"name"`
	Forms               []string           `yaml:"forms"`
	TargetPeoplePlanned int                `yaml:"target_people_planned"`
	PeopleReached       int                `yaml:"people_reached"`
	CostMoney           float64            `yaml:"cost_money"`
	HoursPaid           float64            `yaml:"hours_paid"`
	HoursVolunteer      float64            `yaml:"hours_volunteer"`
	Indicators          []ExampleIndicator `yaml:"indicators"`
	ComputedExpected    ExpectedOfExample  `yaml:"computed_expected"`
}

// ExampleIndicator is an indicator of the example.
type ExampleIndicator struct {
	Name        Text    `yaml:"indicator_name"`
	Kind        string  `yaml:"indicator_kind"`
	Unit        string  `yaml:"unit"`
	Direction   string  `yaml:"direction"`
	Baseline    float64 `yaml:"baseline"`
	TargetValue float64 `yaml:"target_value"`
	Measured    float64 `yaml:"measured"`
	Asked       int     `yaml:"n_asked"`
	Answered    int     `yaml:"n_answered"`
}

// ExpectedOfExample is what the computed fields give for the example.
type ExpectedOfExample struct {
	Attainment     []float64 `yaml:"attainment"`
	Reach          float64   `yaml:"reach"`
	ResponseRate   []float64 `yaml:"response_rate"`
	CostPerPerson  float64   `yaml:"cost_per_person"`
	HoursPerPerson float64   `yaml:"hours_per_person"`
}
