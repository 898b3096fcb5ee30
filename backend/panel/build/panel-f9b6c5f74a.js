import{m128_CodeField as o,m128_PasswordField as s}from"./panel-2fc07d4b75.js";export{o as a,s as b};
