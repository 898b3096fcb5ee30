import{m128_CodeField as o,m128_PasswordField as s}from"./panel-f045aad12b.js";export{o as a,s as b};
