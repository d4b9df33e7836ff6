package stewardship_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/stewardship"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestReportWrong_reachesTheInbox(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		oz := testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
		u := stewardship.UseCases{Records: s, Clock: &clock.Fixed{T: testkit.Day()}, MostWaiting: 1}
		report := stewardship.Report{Wrong: " Il telefono non risponde ", Address: "Lea@Posta.example", Language: "it", Begun: testkit.Day().Add(-time.Minute)}

		if err := u.ReportWrong(t.Context(), oz, report); err != nil {
			t.Fatal(err)
		}

		proposals, err := s.ProposalsOfOrganisation(t.Context(), "oz")
		if err != nil || len(proposals) != 1 {
			t.Fatalf("%d proposals, %v; want the report", len(proposals), err)
		}
		p := proposals[0]
		if p.Origin != organisation.Report || p.State != organisation.Unread || p.Sender.Email != "lea@posta.example" || p.BaseRevision != 1 {
			t.Errorf("proposal = %+v", p)
		}
		messages, err := s.MessagesOfProposal(t.Context(), p.ID)
		if err != nil || len(messages) != 1 || messages[0].Body != "Il telefono non risponde" {
			t.Errorf("messages = %+v, %v", messages, err)
		}
		if err := u.ReportWrong(t.Context(), oz, report); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a report to a full inbox = %v; want to be asked to come back", err)
		}
	})
}

func TestReportWrong_saysWhatToMend(t *testing.T) {
	u := stewardship.UseCases{Records: testkit.SQLite(t), Clock: &clock.Fixed{T: testkit.Day()}, MostWaiting: 9}
	before := testkit.Day().Add(-time.Minute)
	for name, c := range map[string]struct {
		report stewardship.Report
		field  string
	}{
		"nothing written": {stewardship.Report{Wrong: " \n", Begun: before}, stewardship.WrongField},
		"too long":        {stewardship.Report{Wrong: strings.Repeat("è", 2001), Begun: before}, stewardship.WrongField},
		"wrong address":   {stewardship.Report{Wrong: "x", Address: "lea", Begun: before}, stewardship.AddressField},
		"too quick":       {stewardship.Report{Wrong: "x", Begun: testkit.Day()}, stewardship.WrongField},
	} {
		err := u.ReportWrong(t.Context(), organisation.Organisation{ID: "oz"}, c.report)
		if refusal, ok := errors.AsType[*fault.Error](err); !ok || refusal.Fields[c.field].Key == "" {
			t.Errorf("%s: %v; want a word at %s", name, err, c.field)
		}
	}
}
