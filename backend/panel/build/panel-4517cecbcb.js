import{m128_CodeField as o,m128_PasswordField as s}from"./panel-eadc74fbe3.js";export{o as a,s as b};
