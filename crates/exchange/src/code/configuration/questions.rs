//! Questions of the window with their answers, of which one is selected (`inst/working-with-the-configuration-framework`).

use super::Configuration;

/// A question with two answers.
pub(super) struct Question {
    /// Its id.
    pub(super) id: &'static str,
    /// Both answers, each with its number.
    pub(super) answers: [(&'static str, &'static str); 2],
    /// The answer that setup proposes.
    pub(super) default: &'static str,
}

impl Question {
    const fn new(id: &'static str, answers: [(&'static str, &'static str); 2], default: &'static str) -> Self {
        Self { id, answers, default }
    }
}

/// Whether the SSO system is created or joined.
pub(super) const SSO: Question = Question::new(
    "IsSecretServer",
    [("Create", "{FB7268BE-82D4-4cad-8CFF-6930303DA7E2}"), ("Join", "{B9432756-1620-4bec-8CD9-E6D0B7805AA5}")],
    "Create",
);
/// Whether the BizTalk group is created or joined.
pub(super) const GROUP: Question = Question::new(
    "CREATEORJOIN",
    [("Create", "{C4DEF4B8-163E-4a8d-AB01-6C43917248B1}"), ("Join", "{4D12E6A3-552E-4936-9DD3-59E1190FA324}")],
    "Create",
);
/// Whether the in-process host gets a host instance here.
pub(super) const HOST: Question = Question::new(
    "HOST",
    [("Yes", "{8E714C78-05B8-45d1-9B50-D737EF7AD682}"), ("No", "{D9164C48-8179-4a40-912D-1BF4C3EFE70B}")],
    "Yes",
);
/// Whether the isolated host gets a host instance here.
pub(super) const ISOLATED_HOST: Question = Question::new(
    "ISOHOST",
    [("Yes", "{5638D8B2-58C9-4b2a-B5B1-3771ADECC327}"), ("No", "{5782A1A5-8578-4942-9CBB-E443A15A0B99}")],
    "Yes",
);
const TRUSTED: [(&str, &str); 2] =
    [("Yes", "{D460CE6D-CCF1-4ebf-BDC9-3149021B91ED}"), ("No", "{F507BD3D-2205-47bc-A7EF-0E45603BB6C4}")];
const ONLY_32_BIT: [(&str, &str); 2] =
    [("Yes", "{5D3B2217-D744-4D50-B931-FED9E259628D}"), ("No", "{CBF077AE-2771-473E-9E0C-D955D5EB5692}")];
/// Whether the in-process host is trusted, and whether it runs as a 32-bit process only.
pub(super) const OF_HOST: [Question; 2] =
    [Question::new("TRUSTEDHOST", TRUSTED, "No"), Question::new("GENERICHOST", ONLY_32_BIT, "Yes")];
/// The same of the isolated host.
pub(super) const OF_ISOLATED_HOST: [Question; 2] =
    [Question::new("TRUSTEDIHOST", TRUSTED, "No"), Question::new("GENERICIHOST", ONLY_32_BIT, "Yes")];
/// Whether BAM uses Analysis Services.
pub(super) const ANALYSIS: Question = Question::new(
    "{12A38787-6B24-40ab-8888-5FE8ABA87B26}",
    [("Yes", "{902F7E20-D6AE-453f-9D23-935ED7AF94C3}"), ("No", "{FC612DFE-1273-4f57-8EE3-95216638A67B}")],
    "No",
);
/// Whether BAM sends alerts.
pub(super) const ALERTS: Question = Question::new(
    "{308cc88b-9e51-4103-ae4c-73300e02a7eb}",
    [("Yes", "{458e1878-eae6-4e09-8e5c-ba516548ceac}"), ("No", "{3d95a679-aa37-403f-bf64-194e6aa2d993}")],
    "No",
);
/// Whether the BAM tools are removed.
pub(super) const REMOVE_BAM: Question = Question::new(
    "{FC99D786-2D26-489b-A748-42AE4DD0F6FC}",
    [("Yes", "{4CF85429-F0DA-4ca3-8068-D125506A3FD9}"), ("No", "{5823E008-032F-4917-9EE5-B0AB4A18325C}")],
    "No",
);
/// Whether EDI, AS2 and their status reporting are enabled.
pub(super) const EDI: [Question; 3] = [
    Question::new(
        "EDI",
        [("Yes", "{EC1CDD3A-BFD2-48A1-92B5-45F3069DE061}"), ("No", "{7FF0780D-406C-4BCC-BC77-A5BD83869193}")],
        "Yes",
    ),
    Question::new(
        "AS2",
        [("Yes", "{2E33F8AA-4126-4608-9344-7B8EBDE78E29}"), ("No", "{DEC87603-0372-4ACC-B567-15BA6AFE630E}")],
        "Yes",
    ),
    Question::new(
        "StatusReport",
        [("Yes", "{6A273C7A-67FC-40FE-ADB7-FF41CD682021}"), ("No", "{09DC7E6A-BE35-4C58-BC12-E04403F613AA}")],
        "Yes",
    ),
];

impl Configuration<'_, '_> {
    /// A question whose selected answer holds more; without one, whoever builds selects it.
    pub(super) fn ask(&mut self, question: &Question, selected: &str, holds: impl FnOnce(&mut Self)) {
        let names = question.answers.map(|(name, _)| name).join(",");
        self.xml.open("Question", &[("ID", question.id), ("Answers", &names), ("Default", question.default)]);
        let mut holds = Some(holds);
        for (name, number) in question.answers {
            if name != selected {
                self.xml.empty("Answer", &[("Value", name), ("GUID", number)]);
            } else if let Some(holds) = holds.take() {
                self.xml.open("Answer", &[("Value", name), ("GUID", number), ("Selected", "Yes")]);
                holds(self);
                self.xml.close();
            }
        }
        self.xml.close();
    }

    /// A question that is answered by yes or no, and that is all.
    pub(super) fn answer(&mut self, question: &Question, yes: bool) {
        self.ask(question, if yes { "Yes" } else { "No" }, |_| {});
    }
}
