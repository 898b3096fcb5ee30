import{m129_CodeField as o,m129_PasswordField as s}from"./panel-ea69c27c25.js";export{o as a,s as b};
