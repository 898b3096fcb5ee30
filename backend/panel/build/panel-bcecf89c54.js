import{m128_CodeField as o,m128_PasswordField as s}from"./panel-0e935b5370.js";export{o as a,s as b};
