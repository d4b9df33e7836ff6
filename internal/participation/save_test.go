package participation_test

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
)

func TestSave_keepsWhatIsWrongAndSaysSo(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	f := w.save(d, "who", url.Values{"name": {"Bottega"}, "year": {"duemila"}})

	page, _ := f.Page("who")
	problems := f.Problems(page)
	if _, wrong := problems["year"]; !wrong || len(problems) != 2 {
		t.Errorf("problems = %v; want the year and the missing types", problems)
	}
	again, err := w.Form(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if again.Answers["year"].Text != "duemila" || again.Answers["name"].Text != "Bottega" {
		t.Errorf("saved = %v; want what was typed", again.Answers)
	}
	if again.Done(page) || again.Resume() != "who" {
		t.Errorf("done = %v, resume at %q; want to go on from who", again.Done(page), again.Resume())
	}
}

func TestSave_ofTheSameAnswersMakesNoNewStep(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	typed := officineZero()["where"]
	w.save(d, "where", typed)
	if f := w.save(d, "where", typed); f.Steps["where"].Number != 1 {
		t.Errorf("number = %d; want 1", f.Steps["where"].Number)
	}
}

func TestSave_cleansWhatNoPersonTypes(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	f := w.save(d, "who", url.Values{"name": {"Officine\x00 \u202eZero"}, "other_names": {"valid\xff"}, "types": {"association"}})
	if got := f.Answers["name"].Text; got != "Officine Zero" {
		t.Errorf("name = %q; want it without NUL and override", got)
	}
	page, _ := f.Page("who")
	if problems := f.Problems(page); len(problems) != 1 || problems["other_names"].Key != "question.unreadable" {
		t.Errorf("problems = %v; want the unreadable name", problems)
	}
}

func TestSave_refusesAPageTooLongToKeep(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	f, err := w.Save(t.Context(), d, participation.Input{Page: "story", Typed: url.Values{"story": {strings.Repeat("a", 200_000)}}})
	if fault.KindOf(err) != fault.TooLarge {
		t.Fatalf("Save = %v; want too large", err)
	}
	if len(f.Answers["story"].Text) != 200_000 {
		t.Error("the form that comes back has lost what was typed")
	}
}

func TestSave_ofAnUnknownPageIsNotFound(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	if _, err := w.Save(t.Context(), d, participation.Input{Page: "nowhere"}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Save = %v; want not found", err)
	}
}

func TestHold_needsTheBrowsersKey(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	for _, key := range []string{"", "another"} {
		if _, err := w.Hold(t.Context(), d.ID, key); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Hold with key %q = %v; want not found", key, err)
		}
	}
}

// twoTabs is a page that two tabs opened before the first of them saved it.
func twoTabs(t *testing.T) (*world, participation.Draft, participation.Input) {
	t.Helper()
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	w.save(d, "who", url.Values{"name": {"Officine Zero"}, "year": {"2013"}, "types": {"association"}})
	second := participation.Input{Page: "who", Typed: url.Values{"name": {"OZ"}, "year": {"2014"}, "types": {"association"}}}
	return w, d, second
}

func TestSave_ofTwoTabsOverwritesNothing(t *testing.T) {
	w, d, second := twoTabs(t)
	f, err := w.Save(t.Context(), d, second)
	if fault.KindOf(err) != fault.Conflict {
		t.Fatalf("Save = %v; want a conflict", err)
	}
	page, _ := f.Page("who")
	var differing []string
	for _, q := range f.Differing(page) {
		differing = append(differing, q.ID)
	}
	if !slices.Equal(differing, []string{"name", "year"}) {
		t.Errorf("differing = %v; want name and year", differing)
	}
	if mine, theirs := f.Answers["name"].Text, f.Steps["who"].Answers["name"].Text; mine != "OZ" || theirs != "Officine Zero" {
		t.Errorf("mine = %q, theirs = %q; want both", mine, theirs)
	}
	if saved, _ := w.Form(t.Context(), d); saved.Answers["name"].Text != "Officine Zero" {
		t.Errorf("saved = %q; want the first tab's", saved.Answers["name"].Text)
	}
}

func TestSettle_savesWhatWasChosenQuestionByQuestion(t *testing.T) {
	w, d, second := twoTabs(t)
	second.Number = 1
	choices := map[string]participation.Choice{"name": participation.Mine, "year": participation.Theirs}
	f, err := w.Settle(t.Context(), d, second, choices)
	if err != nil {
		t.Fatal(err)
	}
	if name, year := f.Answers["name"].Text, f.Answers["year"].Text; name != "OZ" || year != "2013" {
		t.Errorf("settled = %q, %q; want my name and their year", name, year)
	}
	if f.Steps["who"].Number != 2 {
		t.Errorf("number = %d; want 2", f.Steps["who"].Number)
	}
}

func TestSettle_asksAgainWithoutAChoiceOrAfterAThirdSave(t *testing.T) {
	w, d, second := twoTabs(t)
	second.Number = 1
	if _, err := w.Settle(t.Context(), d, second, map[string]participation.Choice{"name": participation.Mine}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("without a choice: %v; want a conflict", err)
	}
	w.save(d, "who", url.Values{"name": {"A third name"}})
	choices := map[string]participation.Choice{"name": participation.Mine, "year": participation.Mine}
	if _, err := w.Settle(t.Context(), d, second, choices); fault.KindOf(err) != fault.Conflict {
		t.Errorf("after a third save: %v; want a conflict", err)
	}
	if saved, _ := w.Form(t.Context(), d); saved.Answers["name"].Text != "A third name" {
		t.Errorf("saved = %q; want the third", saved.Answers["name"].Text)
	}
}

func TestSave_addsAndRemovesItems(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	edit := func(e participation.Edit, typed url.Values) *participation.Form {
		t.Helper()
		f, err := w.Save(t.Context(), d, participation.Input{Page: "story", Number: w.number(d, "story"), Typed: typed, Edit: e})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := edit(participation.Edit{Add: "initiatives"}, nil)
	if items := f.Answers["initiatives"].Items; len(items) != 1 || items[0]["_id"].Text == "" {
		t.Fatalf("after adding: %v; want one item with an id", items)
	}
	typed := url.Values{
		"initiatives.0._id": {"a"}, "initiatives.0.initiative_title": {"Corso"},
		"initiatives.1._id": {"b"}, "initiatives.1.initiative_title": {"Sportello"},
	}
	f = edit(participation.Edit{Remove: "initiatives", Item: 0}, typed)
	if items := f.Answers["initiatives"].Items; len(items) != 1 || items[0]["_id"].Text != "b" {
		t.Errorf("after removing: %v; want b", items)
	}
	f = edit(participation.Edit{Remove: "initiatives", Item: 7}, typed)
	if items := f.Answers["initiatives"].Items; len(items) != 2 {
		t.Errorf("after removing what is not there: %v; want both", items)
	}
}

func TestSave_takesALogoAndNothingElse(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	story := url.Values{"short_description": {"Un luogo."}}
	f, err := w.Save(t.Context(), d, participation.Input{Page: "story", Typed: story, Uploads: map[string][]byte{"logo": []byte("<svg/>")}})
	if err != nil {
		t.Fatal(err)
	}
	page, _ := f.Page("story")
	if problems := f.Problems(page); problems["logo"].Key != "picture.wrong_type" || f.Answers["short_description"].Text != "Un luogo." {
		t.Errorf("problems = %v; want the file refused and the rest kept", problems)
	}

	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 600, 300))); err != nil {
		t.Fatal(err)
	}
	f, err = w.Save(t.Context(), d, participation.Input{Page: "story", Number: 1, Typed: story, Uploads: map[string][]byte{"logo": logo.Bytes()}})
	if err != nil {
		t.Fatal(err)
	}
	id := f.Answers["logo"].Text
	for _, variant := range []string{"", participation.SmallLogo} {
		file, err := w.files.Open(t.Context(), id, variant)
		if err != nil {
			t.Fatalf("open variant %q: %v", variant, err)
		}
		file.Close()
	}
	if file, err := w.Preview(t.Context(), d, id); err != nil {
		t.Errorf("Preview = %v; want the picture", err)
	} else {
		file.Close()
	}
	other := w.begin(organisation.NewOrganisation)
	if _, err := w.Preview(t.Context(), other, id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Preview from another draft = %v; want not found", err)
	}
	story.Set("logo", strings.Repeat("0", 64))
	if f := w.save(d, "story", story); f.Answers["logo"].Text != id {
		t.Errorf("logo = %q; want the known one kept, not an invented id", f.Answers["logo"].Text)
	}
}

func TestPause_mailsALinkThatOpensTheDraftElsewhere(t *testing.T) {
	w := newWorld(t)
	d := w.begin(organisation.NewOrganisation)
	f := w.save(d, "who", url.Values{"name": {"Officine Zero"}})
	if err := w.Pause(t.Context(), f, "ada@prova"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("Pause with a broken address = %v; want invalid", err)
	}
	if err := w.Pause(t.Context(), f, " Ada@Prova.example "); err != nil {
		t.Fatal(err)
	}
	mailed := w.post.last(t, "resume")
	if mailed.To != "ada@prova.example" || mailed.Values["Organisation"] != "Officine Zero" {
		t.Errorf("mailed = %+v; want it to Ada, about Officine Zero", mailed)
	}
	for range 2 { // a link is good many times
		if _, err := w.Resume(t.Context(), mailed.Values["Link"], "phone"); err != nil {
			t.Fatal(err)
		}
	}
	again, err := w.Hold(t.Context(), d.ID, "phone")
	if err != nil {
		t.Fatalf("the phone does not hold the draft: %v", err)
	}
	if f, _ := w.Form(t.Context(), again); f.Answers["name"].Text != "Officine Zero" {
		t.Errorf("name = %q; want nothing lost", f.Answers["name"].Text)
	}
}

func TestResume_endsAfterThirtyDaysAndOnceSent(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Resume(t.Context(), "invented", "phone"); fault.KindOf(err) != fault.Expired {
		t.Errorf("an invented link = %v; want expired", err)
	}
	d := w.filledIn()
	f, _ := w.Form(t.Context(), d)
	if err := w.Pause(t.Context(), f, w.Address(f)); err != nil {
		t.Fatal(err)
	}
	link := w.post.last(t, "resume").Values["Link"]
	w.clock.Advance(participation.Lifetime + time.Minute)
	if _, err := w.Resume(t.Context(), link, "phone"); fault.KindOf(err) != fault.Expired {
		t.Errorf("after 30 days = %v; want expired", err)
	}
	w.clock.Advance(-2 * time.Minute)
	if _, err := w.Send(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Resume(t.Context(), link, "phone"); fault.KindOf(err) != fault.Expired {
		t.Errorf("once sent = %v; want expired", err)
	}
}

func TestPause_doesNotFillAMailbox(t *testing.T) {
	w := newWorld(t)
	f, _ := w.Form(t.Context(), w.begin(organisation.NewOrganisation))
	refused := 0
	for range 8 {
		if err := w.Pause(t.Context(), f, "ada@prova.example"); fault.KindOf(err) == fault.TooMany {
			refused++
		}
	}
	if refused != 3 || len(w.post.letters) != 5 {
		t.Errorf("%d refused, %d mailed; want 3 and 5", refused, len(w.post.letters))
	}
}

func TestRemoveOldDrafts_keepsThirtyDays(t *testing.T) {
	w := newWorld(t)
	old := w.begin(organisation.NewOrganisation)
	w.clock.Advance(participation.Lifetime)
	young := w.begin(organisation.NewOrganisation)
	if n, err := w.RemoveOldDrafts(t.Context()); err != nil || n != 1 {
		t.Errorf("RemoveOldDrafts = %d, %v; want 1", n, err)
	}
	if _, err := w.Hold(t.Context(), old.ID, browser); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the old one = %v; want it gone", err)
	}
	w.reload(young)
}
