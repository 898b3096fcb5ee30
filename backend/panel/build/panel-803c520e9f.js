import{m128_CodeField as o,m128_PasswordField as s}from"./panel-ceeda3194a.js";export{o as a,s as b};
