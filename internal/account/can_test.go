package account

import "testing"

// who lists one subject of each kind. "own" is the organisation of the object.
func who() map[string]Subject {
	role := func(r Role, organisation string) Subject {
		return Subject{PersonID: "p", Grants: []Grant{{Role: r, OrganisationID: organisation}}}
	}
	return map[string]Subject{
		"nobody":          {},
		"no role":         {PersonID: "p"},
		"editor of own":   role(OrganisationEditor, "own"),
		"editor of other": role(OrganisationEditor, "other"),
		"reviewer":        role(Reviewer, ""),
		"researcher":      role(Researcher, ""),
		"administrator":   role(Administrator, ""),
	}
}

func TestCan(t *testing.T) {
	everyone := []string{"nobody", "no role", "editor of own", "editor of other", "reviewer", "researcher", "administrator"}
	team := []string{"reviewer", "researcher", "administrator"}
	for action, allowed := range map[Action][]string{
		ReadPublic:        everyone,
		Operate:           everyone,
		SignIn:            everyone,
		Participate:       everyone,
		HoldDraft:         nil, // needs the draft's key: see below
		HoldStatus:        nil,
		HoldInvitation:    nil,
		ClaimPage:         everyone[1:],
		HoldAssessment:    nil,
		ReadDesk:          team,
		Review:            team,
		ReadConfident:     team,
		CuratePractices:   team,
		StudyKit:          {"researcher", "administrator"},
		ExportResearch:    {"researcher", "administrator"},
		ReadMailbox:       {"administrator"},
		Administer:        {"administrator"},
		ReadArea:          {"editor of own", "administrator"},
		EditArea:          {"editor of own"},
		OwnAccount:        everyone[1:],
		Action("unheard"): nil,
	} {
		for name, subject := range who() {
			want := false
			for _, a := range allowed {
				want = want || a == name
			}
			if got := Can(subject, action, Object{OrganisationID: "own"}); got != want {
				t.Errorf("Can(%s, %s) = %v; want %v", name, action, got, want)
			}
		}
	}
}

func TestCan_theKeyOfAThingIsEnoughAndNecessary(t *testing.T) {
	for name, subject := range who() {
		for _, action := range []Action{HoldDraft, HoldStatus, HoldAssessment, HoldInvitation} {
			if !Can(subject, action, Object{Held: true}) {
				t.Errorf("Can(%s, %s) with the key = false; want true", name, action)
			}
			if Can(subject, action, Object{OrganisationID: "own"}) {
				t.Errorf("Can(%s, %s) without the key = true; want false", name, action)
			}
		}
	}
}

func TestCan_nobodyEditsWhatIsNobodys(t *testing.T) {
	broken := Subject{PersonID: "p", Grants: []Grant{{Role: OrganisationEditor}}}
	for _, action := range []Action{ReadArea, EditArea} {
		if Can(broken, action, Object{}) {
			t.Errorf("an editor of no organisation may %s of no organisation", action)
		}
	}
}
