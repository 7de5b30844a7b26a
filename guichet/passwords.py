"""Password rules beyond Django's: length, own data, local words, repetition."""


class MaximumLengthValidator:
    def validate(self, password, user=None): ...


class PersonalDataValidator(MaximumLengthValidator): ...


class LocalWordsValidator(MaximumLengthValidator): ...


class RepetitionValidator(MaximumLengthValidator): ...
