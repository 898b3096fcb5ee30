import{m128_CodeField as o,m128_PasswordField as s}from"./panel-5a567ffa81.js";export{o as a,s as b};
